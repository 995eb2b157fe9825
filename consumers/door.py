"""Who may come in: exact origin, the one subprotocol, a live sign-in. All before the accept."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from consumers.closes import RETRY_MS, bye
from consumers.node import node
from core.executor import in_database
from core.refused import Refused
from people import queries
from people.models import SignIn
from protocol import addresses, crowds
from protocol.wire import encode

logger = logging.getLogger(__name__)

SUBPROTOCOL = "callboard.v1"
#: ASGI's extension for any other answer to a handshake than 403.
DENIAL = "websocket.http.response"
Scope = dict[str, Any]
Headers = Iterable[tuple[bytes, bytes]]


async def let_in(scope: Scope, send: Any) -> SignIn | None:
    """Accept a handshake and say who it is. None: it was answered 403, or sent away with a reason.

    Only after an accept can a browser be told to come back later.
    """
    if node().draining:
        await _deny(scope, send)
        return None
    try:
        with crowds.requests.one_more(addresses.of_scope(scope)):
            signed_in = await admit(scope)
    except Refused as refused:
        if refused.code == "rate_limited":
            await _turn_away(send, 4429, "too many from one address")
        else:
            await _turn_away(send, 4503, "the database is away")
        return None
    except Exception:
        logger.exception("a handshake failed")
        await _turn_away(send, 4500, "a fault of ours")
        return None
    if signed_in is None:
        await send({"type": "websocket.close"})
        return None
    retry_ms = node().conduct.still_out(signed_in.user_id)
    if retry_ms:
        await _turn_away(send, 4429, "too early", retry_ms)
        return None
    await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
    return signed_in


async def nowhere(scope: Scope, receive: Any, send: Any) -> None:
    """A socket anywhere else than at its one address is refused like one without a key."""
    await receive()
    await send({"type": "websocket.close"})


async def _deny(scope: Scope, send: Any) -> None:
    """Answer 503, so that a proxy takes the handshake to another process."""
    if DENIAL not in scope.get("extensions", ()):
        await send({"type": "websocket.close"})
        return
    headers = [(b"retry-after", b"1"), (b"content-length", b"0")]
    await send({"type": f"{DENIAL}.start", "status": 503, "headers": headers})
    await send({"type": f"{DENIAL}.body", "body": b""})


async def _turn_away(send: Any, code: int, reason: str, retry_ms: Sequence[int] = RETRY_MS) -> None:
    goodbye = encode(bye(code, reason, retry_ms)).decode()
    await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
    await send({"type": "websocket.send", "text": goodbye})
    await send({"type": "websocket.close", "code": code})


async def admit(scope: Scope) -> SignIn | None:
    """The sign-in behind a handshake, or None: then it is answered 403.

    A browser shows its cookie and must come from one of our own pages; other clients show a
    token and need no origin.
    """
    if SUBPROTOCOL not in scope["subprotocols"]:
        return None
    headers = _headers(scope["headers"])
    is_ours = headers.get(b"origin", b"").decode("latin1") in settings.ORIGINS
    return await _sign_in(headers) if is_ours or _token(headers) is not None else None


async def sign_in_of(headers: Headers) -> SignIn | None:
    """The sign-in that a request shows by its headers, before anything else of it is looked at."""
    return await _sign_in(_headers(headers))


def _token(headers: Mapping[bytes, bytes]) -> str | None:
    scheme, _, token = headers.get(b"authorization", b"").decode("latin1").partition(" ")
    return token if scheme.lower() == "bearer" else None


async def _sign_in(headers: Mapping[bytes, bytes]) -> SignIn | None:
    token = _token(headers)
    if token is not None:
        return await in_database(queries.sign_in_of_token, token)
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    return await in_database(_of_session, session) if session else None


def _of_session(key: str) -> SignIn | None:
    engine = import_module(settings.SESSION_ENGINE)
    public_id = engine.SessionStore(key).get("sign_in")
    return queries.sign_in_of_session(public_id) if public_id else None


def _headers(given: Headers) -> dict[bytes, bytes]:
    """A header that comes twice is none: nobody shall smuggle a second origin or cookie."""
    seen: dict[bytes, bytes] = {}
    for name, value in given:
        seen[name] = b"" if name in seen else value
    return seen
