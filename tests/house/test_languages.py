"""Every sentence for people is in every language: translated whole, and said as it is written."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from people.speaking import speaking
from server import catalogues
from tests.house.files import ROOT, modules, name, tree

#: Functions that translate, or mark for it, what stands in the code.
TRANSLATING = {"_", *catalogues.KEYWORDS}
FILES = [path for path in catalogues.files() if path.suffix == ".po"]
#: What may be the same in another language.
SAME = {"date format"}


def translated(path: Path) -> Iterator[tuple[Message, list[str], list[str]]]:
    """Each message of a catalogue, with its forms in our language and in that of the catalogue."""
    for message in catalogues.messages(catalogues.known(path)):
        yield message, forms(message.id), forms(message.string)


def forms(said: Any) -> list[str]:
    return list(said) if isinstance(said, tuple) else [said]


def language(path: Path) -> str:
    return path.parts[-3]


def test_every_language_is_one_of_those_that_people_can_choose() -> None:
    folders = {path.name for path in ROOT.glob("*/locale/*")}
    assert folders == set(catalogues.languages())
    assert len(FILES) >= 7 * len(folders)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_sentence_is_translated_and_names_the_same(path: Path) -> None:
    for message, ours, theirs in translated(path):
        assert all(theirs), f"{message.id} is not translated"
        assert not message.fuzzy, f"{message.id} is a guess"
        assert all(named(one) == named(ours[-1]) for one in theirs), message.id
        assert theirs != ours or message.context in SAME, f"{message.id} is what it was"


def named(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_it_is_said_as_the_catalogue_has_it(path: Path) -> None:
    """Rooms, Django and allauth share one catalogue at run time: none may hide another's words."""
    for message, ours, theirs in translated(path):
        for tongue, written in ((language(path), theirs), ("en", ours)):
            with speaking(tongue):
                assert said(message, ours) == written[:2], message.id


def said(message: Message, ours: list[str]) -> list[str]:
    """Its forms for one and for two, or its only one."""
    if not message.pluralizable:
        return [pgettext(message.context, ours[0]) if message.context else gettext(ours[0])]
    one, many = ours
    if message.context:
        return [npgettext(message.context, one, many, count) for count in (1, 2)]
    return [ngettext(one, many, count) for count in (1, 2)]


def test_nothing_is_put_together_before_it_is_translated() -> None:
    """Only what stands in the code as it is can be collected from it."""
    calls = [
        (f"{name(path)}:{node.lineno}", argument)
        for path in modules(*catalogues.rooms())
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATING
        for argument in node.args
    ]
    assert len(calls) > 100
    assert [at for at, it in calls if isinstance(it, ast.JoinedStr | ast.BinOp)] == []
