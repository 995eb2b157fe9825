"""Whom limits count for: the newest address that no trusted proxy has."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from protocol import addresses

PROXIES = [ip_network(text) for text in ("127.0.0.1", "10.0.0.0/8", "fd00::/8")]
#: The peer, its X-Forwarded-For, and whose request it is.
CASES = [
    ("203.0.113.5", "", "203.0.113.5"),
    # Nobody outside can pretend.
    ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
    ("203.0.113.5", "127.0.0.1", "203.0.113.5"),
    ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("127.0.0.1", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
    # Two proxies in a row.
    ("127.0.0.1", "192.0.2.9, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
    ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
    ("127.0.0.1", "", "127.0.0.1"),
    # What is no address was not written by a proxy that we trust.
    ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
    ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
    ("127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
    ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("fd00::1", "::ffff:198.51.100.1", "198.51.100.1"),
    ("", "198.51.100.1", ""),
]


@pytest.mark.parametrize(("peer", "forwarded", "true"), CASES)
def test_the_address_of_a_client(settings, peer: str, forwarded: str, true: str) -> None:  # type: ignore[no-untyped-def]
    settings.TRUSTED_PROXIES = PROXIES
    headers = [(b"x-forwarded-for", part.encode()) for part in forwarded.split(", ") if part]
    scope = {"client": [peer, 1] if peer else None, "headers": headers}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert addresses.of_scope(scope) == addresses.of_request(request) == true


def test_without_the_setting_nobody_is_believed() -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert addresses.of_request(request) == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("", ""),
    ],
)
def test_a_household_has_one_limit(address: str, household: str) -> None:
    assert addresses.household(address) == household
