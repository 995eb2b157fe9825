"""Whatever the server says to people is in the language of its reader, to the last word.

In a language that has no Latin letter, every Latin word that is left was never translated.
"""

import re
from gettext import NullTranslations
from html import unescape
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.utils.html import strip_tags
from django.utils.translation import trans_real

from notifications.words import spoken
from people.accounts import CHANGES
from people.speaking import speaking
from tests.house.files import ROOT, name
from tests.house.spoken import everything, notices, reader
from workflows.notice_words import KINDS

#: Moves every letter of a sentence, and of none of its fields.
ABROAD = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in map(chr, range(33, 127)) if c.isalpha()})
FIELD = re.compile(r"(\{\w*\})")
#: What is called the same everywhere, and what is no word: addresses and styles.
NAMES = "Callboard Firefox Linux Berlin EUR UTC json pictures localhost"
NO_WORDS = re.compile(r"<style>.*?</style>|\S+://\S+|\S*@\S+|/[\w-]+", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
ENGLISH = re.compile(r"(?i)the|you|your|and|of|to|with|for|not|it|this|has|have|if|are|from|by|or")


class Abroad(NullTranslations):
    """Moves the letters of whatever is translated."""

    def gettext(self, message: str) -> str:
        context, _, sentence = message.rpartition(trans_real.CONTEXT_SEPARATOR)
        if context == "date format":
            return sentence
        parts = FIELD.split(sentence)
        return "".join(it if FIELD.fullmatch(it) else it.translate(ABROAD) for it in parts)

    def ngettext(self, one: str, many: str, count: Any) -> str:
        return self.gettext(one if count == 1 else many)

    def to_language(self) -> str:
        return "de"


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(trans_real._translations, "de", Abroad())  # type: ignore[attr-defined]


def latin(text: str) -> list[str]:
    return WORD.findall(unescape(strip_tags(NO_WORDS.sub(" ", text))))


def test_no_word_is_said_that_is_not_translated(abroad: None) -> None:
    left = {
        (what, word)
        for what, text in everything(reader("de"))
        for word in latin(text)
        if word not in NAMES.split()
    }
    assert left == set()


def test_a_word_that_is_not_translated_is_found(abroad: None) -> None:
    with speaking("de"):
        said = trans_real.gettext("{name} wrote to you").format(name="Ηλίας")
    assert latin(said) == []
    assert latin(f"<p>{said}, again</p>") == ["again"]


def test_german_has_no_english_words() -> None:
    left = {(what, word) for what, text in everything(reader("de")) for word in latin(text)}
    assert len(left) > 500
    assert {(what, word) for what, word in left if ENGLISH.fullmatch(word)} == set()


#: Mails of allauth that ours replace (`AccountAdapter`), or that belong to what is switched off.
REPLACED = {
    f"account/email/{name}"
    for name in (
        *("email_confirmation", "email_confirmation_signup", "email_confirm"),
        *("account_already_exists", "password_reset_key", "unknown_account"),
        *("password_reset", "password_reset_code", "login_code"),
    )
}


def test_no_mail_about_an_account_is_in_words_of_others() -> None:
    """A new version of allauth may have others, in words and languages that are not ours."""
    templates = Path(allauth.__file__).parent / "templates"
    theirs = {
        path.relative_to(templates).as_posix().removesuffix("_subject.txt")
        for room in ("account", "mfa")
        for path in (templates / room).rglob("*_subject.txt")
    }
    assert theirs == REPLACED | set(CHANGES)


TEMPLATES = [path for path in ROOT.glob("*/templates/*/*") if path.suffix in (".txt", ".html")]
#: Attributes whose values are read, or read out.
READ = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"{]+)')


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    text = re.sub(r"{[{%].*?[%}]}", " ", path.read_text())
    assert set(latin(text)) <= {"Callboard", "middot"}
    assert READ.findall(text) == []


def test_every_kind_of_notice_is_among_them() -> None:
    assert {kind for kind, _, _ in notices(reader("en"))} | set(KINDS) == set(spoken())
