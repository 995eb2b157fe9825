"""What an installation for people must not start with."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

DEMO_KEY = "insecure-only-for-bin-dev"
SHORTEST_KEY = 32
FEWEST_CHARACTERS = 8
#: Beginnings of keys that stand in documents and templates.
KNOWN = ("insecure", "django-insecure", "change", "secret", "example", "your-", "dummy", "test")
MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' makes one"


def require_strong_key(key: str) -> None:
    """Whoever can guess it can sign in as anybody."""
    if key.lower().startswith(KNOWN):
        raise ImproperlyConfigured(f"SECRET_KEY is one that others know; {MAKE_ONE}.")
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        raise ImproperlyConfigured(
            f"SECRET_KEY has to be at least {SHORTEST_KEY} random characters; {MAKE_ONE}."
        )


def require_own_machine(origins: Iterable[str], hosts: Iterable[str], bind: str) -> None:
    """CALLBOARD_DEV lets everybody sign in as anybody and read all mails."""
    named = {"ORIGINS": [urlsplit(origin).hostname or "" for origin in origins]}
    named |= {"ALLOWED_HOSTS": list(hosts), "BIND": [bind]}
    for setting, names in named.items():
        foreign = [name for name in names if not is_own_machine(name)]
        if foreign:
            raise ImproperlyConfigured(
                f"CALLBOARD_DEV=1 opens every account, so {setting} may only name this machine,"
                f" not {foreign[0]!r}; people are served without it."
            )


def is_own_machine(name: str) -> bool:
    name = name.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
