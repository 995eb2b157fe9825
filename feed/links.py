"""Where a post may lead: a web page, shown with its host and never fetched from here."""

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from core.refused import Refused
from protocol import texts
from protocol.asked import Rule

#: Names that lead back to the reader's own machine or network.
LOCAL = re.compile(r"(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa)$")
#: Browsers read these as an address of four numbers, too: 127.1, 0x7f000001, 2130706433.
NUMBER = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)$")
#: What DNS can hold, of two parts at least.
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}")


def checked(url: str) -> str:
    """The address as it is, or refused: http and https, a public host by name, no password."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        good = parts.username is None and parts.password is None and parts.port != 0
        good = good and "@" not in parts.netloc and _is_public(host)
    except ValueError:
        good = False
    shows = url.isprintable() and not texts.INVISIBLE.search(url) and "\\" not in url
    if not good or not shows:
        raise Refused("bad_request", "This is not the address of a public web page.")
    return url


def _is_public(host: str) -> bool:
    """A name of several parts, or an address that the whole Internet can reach.

    As browsers read it: to them `127.0.0.1` with full-width digits is the reader's own machine.
    Raises `ValueError` for what they cannot read.
    """
    if ":" in host:
        return ipaddress.ip_address(host).is_global
    name = host.encode("idna").decode().lower()
    name.encode().decode("idna")  # raises for an `xn--` that stands for nothing
    if NUMBER.search(name):
        return ipaddress.ip_address(name).is_global
    return NAME.fullmatch(name) is not None and not LOCAL.search(name)


Link = Annotated[
    str, Meta(max_length=500, pattern=r"^https?://[^\s\x00-\x1f]+$(?!\n)"), Rule("link", checked)
]
