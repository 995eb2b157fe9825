"""What the server refuses with is English; the client has it in every language it speaks."""

import ast
import json
import re
from collections.abc import Iterator

from tests.house.files import ROOT, modules, name, tree

CATALOGUE = ROOT / "frontend" / "messages" / "en" / "trouble.json"
#: Where only programs are refused, or staff in the admin: clients word these by their codes.
ELSEWHERE = (
    "consumers/answers.py",
    "core/refused.py",
    "moderation/actions/decisions.py",
    "people/actions/staff.py",
    "protocol/api.py",
    "protocol/cursor.py",
    "server/characters.py",
    "tools/",
)
PROGRAMS = {
    "Ask for a year at most.",
    "Name a person, or a thing of theirs.",
    "Report one thing at a time.",
    "Say which one.",
    "Say which ones.",
    "This offer was {} already.",
    "Send a picture here with POST.",
    "This is not JSON.",
    "requirements: {} ({})",
}


def refused() -> Iterator[tuple[str, str]]:
    """File and sentence of each refusal that has it in place; what is filled in is `{}`."""
    for path in modules():
        if not name(path).startswith(ELSEWHERE):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                    yield from ((name(path), said) for it in node.args[1:2] for said in text(it))


def text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [it.value if isinstance(it, ast.Constant) else "{}" for it in node.values]
        yield "".join(map(str, parts))


def worded() -> list[re.Pattern[str]]:
    """Each sentence of the catalogue, as the client finds it."""
    said = json.loads(CATALOGUE.read_text())
    patterns = (re.sub(r"\\\{\w+\\\}", ".+", re.escape(sentence)) for sentence in said.values())
    return [re.compile(pattern) for pattern in patterns]


def test_every_refusal_that_people_can_meet_is_in_the_catalogues_of_the_client() -> None:
    found = dict.fromkeys(refused())
    assert len(found) > 100
    known = worded()
    people = [(file, sentence) for file, sentence in found if sentence not in PROGRAMS]
    assert [it for it in people if not any(one.fullmatch(it[1]) for one in known)] == []


def test_no_exception_is_left_over() -> None:
    assert {sentence for _, sentence in refused()} >= PROGRAMS
