"""docs/words.md: each word once, where it lives, and none that matters is missing."""

import re

from django.apps import apps

from protocol import topics
from tests.house.files import ROOMS, ROOT

#: Tables behind a word that is there, or that hold nothing but a detail of it.
BEHIND = {
    *("FormerHandle", "AccountChange", "StaffAct", "FeedProfile", "Told", "Transition"),
    *("Reaction", "ReactionRevision", "Image", "SearchCursor", "SearchEntry", "PostWords"),
    *("Heartbeat", "Watermark", "PushKey", "Device", "Preference", "Quiet", "Export"),
    *("MessageRevision", "Sanction"),
}


def rows() -> list[list[str]]:
    page = (ROOT / "docs" / "words.md").read_text()
    lines = [line for line in page.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_word_stands_there_once_with_one_sentence() -> None:
    words = [row[0] for row in rows()]
    assert len(words) == len(set(words)) > 30
    assert [word for word, meaning, *_ in rows() if not meaning.endswith(".")] == []


def test_every_file_has_the_name() -> None:
    for word, _, name, file in rows():
        text = (ROOT / file.strip("`")).read_text()
        assert re.search(rf"\b{name.strip('`')}\b", text), word


def test_every_model_has_a_word() -> None:
    models = [m for m in apps.get_models() if m.__module__.partition(".")[0] in ROOMS]
    names = {model.__name__ for model in models}
    assert {row[2].strip("`") for row in rows()} >= names - BEHIND
    assert names >= BEHIND


def test_every_kind_of_topic_is_named() -> None:
    [meaning] = [row[1] for row in rows() if row[0] == "topic"]
    assert set(re.findall(r"`([\w.]+)`", meaning)) == {*topics.KINDS, "user"}
