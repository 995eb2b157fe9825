"""What the environment says; what it says wrongly is answered with a sentence that names it."""

import os
import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def number(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal():
        raise wrong(name, "a whole number")
    return int(text)


def switch(name: str, *, default: bool) -> bool:
    text = os.environ.get(name, str(default)).lower()
    if text not in (*YES, *NO):
        raise wrong(name, "1 or 0")
    return text in YES


def one_of(name: str, choices: Sequence[str]) -> str:
    """The first is the default."""
    text = os.environ.get(name, choices[0])
    if text not in choices:
        raise wrong(name, " or ".join(choices))
    return text


def names(name: str, default: Sequence[str]) -> list[str]:
    text = os.environ.get(name, ",".join(default))
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise wrong(name, "one or more, separated by commas")
    return found


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses or networks, separated by commas; none by default."""
    text = os.environ.get(name, "")
    try:
        return [ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        wanted = "addresses or networks like 10.0.0.0/8, separated by commas"
        raise wrong(name, wanted) from error


def address(name: str, default: str, *schemes: str) -> str:
    text = os.environ.get(name, default)
    if text.partition("://")[0] not in schemes:
        # Not what it is: there may be a password in it.
        raise ImproperlyConfigured(f"{name} has to begin with {schemes[0]}://.")
    return text


def one_address(name: str, default: str, *schemes: str) -> str:
    """Of one server: what names several would quietly use the first."""
    text = address(name, default, *schemes)
    _, _, rest = text.partition("://")
    if "://" in rest or "," in urlsplit(text).netloc.rpartition("@")[2]:
        raise ImproperlyConfigured(
            f"{name} has to be the address of one server:"
            " several, Sentinel and Cluster do not work."
        )
    return text


def origins(name: str, default: Sequence[str]) -> list[str]:
    found = names(name, default)
    if not all(re.fullmatch(r"https?://[^\s/?#@]+", origin) for origin in found):
        raise wrong(name, "origins like https://callboard.example, separated by commas")
    return found


def contact(name: str, default: str) -> str:
    text = os.environ.get(name, default)
    if not re.fullmatch(r"(mailto:[^\s@]+@|https://)[^\s]+", text):
        raise wrong(name, "one address that begins with mailto: or https://")
    return text


def wrong(name: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} has to be {wanted}, not {os.environ.get(name)!r}.")
