"""Where a post may lead: to a public web page, and to nobody's own machine or network."""

import pytest

from feed.links import checked
from tests.refusals import refused


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/book?a=1",
        "http://example.org:8080/",
        "https://xn--80ak6aa92e.com/",
        "https://1.1.1.1/",
        "https://[2606:4700::1111]/",
        "https://example.org/@ana",
        "https://b\u00fccher.example/",
        "https://\U0001f600.example/",
    ],
)
def test_a_public_page_is_taken(url: str) -> None:
    assert checked(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.8/",
        "http://192.168.1.1/admin",
        "http://169.254.169.254/",
        "http://localhost:8000/",
        "http://printer.local/",
        "http://router/",
        "https://paypal.com@evil.example/login",
        "https://:secret@evil.example/",
        "https://evil.example\\@example.org/",
        "https://example.org/\u202egnp",
        "https://exam\u200bple.org/",
        "https://example.org:0/",
        "http://127.0.0.\uff11/",
        "http://127\u30020\u30020\u30021/",
        "http://printer.\uff4cocal/",
        "https://exa|mple.org/",
        "https://exa<b>mple.org/",
        "https://%zz.example.org/",
        "https://xn--a.org/",
        "https://example..org/",
        f"https://{'w' * 64}.org/",
        "https://[::1/",
    ],
)
def test_what_leads_elsewhere_is_refused(url: str) -> None:
    with refused("bad_request"):
        checked(url)
