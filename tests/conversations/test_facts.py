"""What messages hold besides words, as the documents say, also in rows from long ago."""

import json
import uuid
from typing import Any, get_args

import msgspec
from msgspec import inspect

from conversations import facts, sentences
from workflows.sentences import SENTENCES

OLD_MOMENT = "2026-05-05T17:00:00+00:00"
SOMEBODY = {"id": str(uuid.uuid4()), "name": "Hanna"}
STORED: dict[str, dict[str, Any]] = {
    "image": {"image": str(uuid.uuid4()), "width": 1200, "height": 800},
    "group": {"by": SOMEBODY, "people": [SOMEBODY], "title": "Tuesday crew"},
    "session": {
        "host": SOMEBODY,
        "model": SOMEBODY,
        "session": str(uuid.uuid4()),
        "starts_at": OLD_MOMENT,
        "time_zone": "Europe/Berlin",
        "said_at": OLD_MOMENT,
    },
}


def tags() -> dict[str, type]:
    infos = [inspect.type_info(struct) for struct in get_args(facts.MessageData)]
    return {str(info.tag): info.cls for info in infos if isinstance(info, inspect.StructType)}


def stored_as(tag: str) -> dict[str, Any]:
    """As its row has it: a picture does not say that it is one."""
    about = tag if tag == "image" else "group" if tag.startswith("group.") else "session"
    return STORED[about] | ({} if tag == "image" else {"type": tag})


def test_every_line_of_the_system_has_a_shape_and_every_shape_a_sentence() -> None:
    assert set(tags()) == {"image", *sentences.kinds()}
    assert set(SENTENCES) <= set(tags())


def test_old_rows_are_read_with_times_like_all_others() -> None:
    for tag, struct in tags().items():
        data = facts.read("image" if tag == "image" else "system_notification", stored_as(tag))
        assert type(data) is struct
        shown = json.loads(msgspec.json.encode(data))
        assert shown["type"] == tag
        moments = {"starts_at", "said_at"} & set(shown)
        assert {shown[name] for name in moments} <= {"2026-05-05T17:00:00Z"}


def test_a_line_that_nobody_knows_any_more_has_no_facts() -> None:
    assert facts.read("system_notification", {"type": "group.dissolved"}) is None
    assert facts.read("system_notification", {"type": "group.left", "by": None}) is None
    assert facts.read("text", None) is None
