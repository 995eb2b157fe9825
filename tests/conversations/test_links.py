"""A link is one however it is written; a sentence is none."""

import pytest

from conversations.links import has_link

LINKS = [
    "see https://example.org",
    "a\u200bwww.\u4e0a\u6d77",
    "x\u0301www.example1",
    "HTTP://EXAMPLE.ORG",
    "hxxps://evil.example",
    "hxxp : // evil . example",
    "ftp://files.example",
    "tg://resolve?domain=spam",
    "look at www.example.org",
    "t.me/spam",
    "evil.example/x",
    "my.site:8000/x",
    "evil.com",
    "EVIL.COM",
    "Evil.Com",
    "visit galerie-lima.berlin today",
    "me@evil.com",
    "evil[.]com",
    "evil (dot) com",
    "evil dot com",
    "evil . com",
    "\uff48\uff54\uff54\uff50\uff53\uff1a\uff0f\uff0fevil",
    "\uff45vil\uff0ecom",
    "evil\u3002com",
    "e\u200bvil.c\u200bom",
    "t\u2060.me/x",
    "ht\u00adtps://evil",
    "e\u0336v\u0336il.com",
    "w\u200bww.evil",
    "\u0435vil.\u0440\u0444/x",
    "http\ua789//evil.com",
    "https:\u2215\u2215evil",
    "192.168.1.10",
    "xn--80ak6aa92e.xn--p1ai",
    "find me: discord.gg/abc",
]
SENTENCES = [
    "Do you model?",
    "Hello.How are you?",
    "Hello. Do you model on Tuesdays?",
    "We draw from 19.30 to 21.30, for 80.50 EUR.",
    "Am 3.12. um 19.30 Uhr, z.B. bei mir.",
    "Well...maybe",
    "I am 1.70 m tall, e.g. for long poses.",
    "Etc. And so on",
    "Thank you.It was great",
    "A ratio of 3:1, and/or 4/4",
    "Call me @ana-lima there",
    "Caf\u00e9 in Neuk\u00f6lln?",
]


@pytest.mark.attack("hiding a link in a first message", "found however it is written")
@pytest.mark.parametrize("text", LINKS)
def test_links_are_found(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_are_none(text: str) -> None:
    assert not has_link(text)
