"""The network address that a request comes from, behind the proxies that the operator trusts.

Limits that count by address, at every door, ask here and nowhere else.
"""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
#: A household or a rented server has a whole network of this size to itself.
IPV6_PREFIX = 64


def of_request(request: HttpRequest) -> str:
    """The client's address; empty where there is none, as behind a Unix socket."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return true_address(request.META.get("REMOTE_ADDR") or "", forwarded)


def of_scope(scope: Mapping[str, Any]) -> str:
    """The same for an ASGI scope."""
    peer = scope.get("client")
    values = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return true_address(peer[0] if peer else "", b",".join(values).decode("latin1"))


def true_address(peer: str, forwarded: str) -> str:
    """The newest address in `X-Forwarded-For` that no trusted proxy has.

    Each proxy appends the address that it was called from, so the list is read from its end. The
    header counts only as far as trusted proxies wrote it: anybody can send one.
    """
    found = parse(peer)
    if found is None:
        return peer
    for text in reversed(forwarded.split(",")):
        if not is_trusted(found):
            break
        named = parse(text)
        if named is None:
            break
        found = named
    return str(found)


def parse(text: str) -> Address | None:
    """An address, also with a port or in brackets; IPv4 inside IPv6 is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def household(address: str) -> str:
    """What limits count by: an IPv4 address, or the network that an IPv6 address is in."""
    found = parse(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, IPV6_PREFIX), strict=False))
    return address if found is None else str(found)
