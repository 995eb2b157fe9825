"""API tokens: 256 random bits, of which only a hash is kept."""

import hashlib
import secrets


def new() -> str:
    return f"cb_{secrets.token_urlsafe(32)}"


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
