"""Errors over HTTP: a code of their own, words for people, the field, and when to come back."""

import ast
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from consumers.commands import COMMANDS
from core.refused import CODES
from server import api
from tests.conftest import WebWith
from tests.house.files import modules, name, tree
from tests.people import Cast, token
from tests.processes import Web

READS = [f"/{api.PREFIX}{route.pattern}" for route in api.reads()]


def ask(web: Web, person: Any, method: str, path: str, **how: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token(person)}", **how.pop("headers", {})}
    return httpx.request(method, web.origin + path, headers=headers, timeout=30, **how)


def said(answer: httpx.Response, code: str) -> dict[str, Any]:
    error: dict[str, Any] = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert (answer.status_code, error["code"]) == (CODES[code].status, code)
    assert "allowed:" not in error["message"]
    assert "MediaType" not in error["message"]
    assert "<" not in error["message"]
    return error


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_verb_is_posted_and_nothing_else(people: Cast, webs: list[Web], verb: str) -> None:
    path = f"/api/v1/{verb}"
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = ask(webs[0], people.ana, method, path)
        said(answer, "method_not_allowed")
        assert answer.headers["Allow"] == "OPTIONS, POST"


@pytest.mark.parametrize("path", READS)
def test_a_read_is_got_and_nothing_else(people: Cast, webs: list[Web], path: str) -> None:
    filled = path.replace("<str:handle>", "nobody")
    for gap in ("conversation", "call", "session"):
        filled = filled.replace(f"<uuid:{gap}>", str(uuid.uuid4()))
    for method in ("POST", "DELETE"):
        answer = ask(webs[0], people.ana, method, filled)
        said(answer, "method_not_allowed")
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
def test_what_is_not_json_by_its_type_is_415(people: Cast, webs: list[Web], kind: str) -> None:
    answer = ask(
        webs[0],
        people.ana,
        "POST",
        "/api/v1/conversation.archive",
        content="{}",
        headers={"Content-Type": kind},
    )
    said(answer, "unsupported_media")


def test_an_answer_that_nobody_accepts_is_406(people: Cast, webs: list[Web]) -> None:
    wanted = {"Accept": "application/xml"}
    said(ask(webs[0], people.ana, "GET", "/api/v1/me", headers=wanted), "not_acceptable")


@pytest.mark.parametrize(
    "accept", ["application/problem+json", "application/json", "*/*", "application/*", None]
)
def test_errors_are_read_by_who_accepts_problems(
    people: Cast, webs: list[Web], accept: str | None
) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = ask(webs[0], people.ana, "GET", "/api/v1/people/nobody", headers=headers)
    said(answer, "not_found")


def test_a_verb_that_is_not_there_is_called_so(people: Cast, webs: list[Web]) -> None:
    for path in ("/api/v1/dance", "/api/v1/call.open.now"):
        said(ask(webs[0], people.ana, "POST", path, json={}), "unknown_verb")
        said(ask(webs[0], people.ana, "GET", path), "not_found")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"conversation": str(uuid.uuid4()), "key": str(uuid.uuid4())}, "content"),
        ({"conversation": 7}, "conversation"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_the_field_is_named(
    people: Cast, webs: list[Web], fields: dict[str, Any], named: str
) -> None:
    answer = ask(webs[0], people.ana, "POST", "/api/v1/message.edit", json=fields)
    error = said(answer, "bad_request")
    if named != "content":
        assert error["field"] == named
    assert error["field"] in error["message"]


@pytest.mark.parametrize(
    "query", ["limit=many", "limit=-1", "colour=blue", "cursor=nonsense&search=pose"]
)
def test_the_field_of_a_question_is_named(people: Cast, webs: list[Web], query: str) -> None:
    answer = ask(webs[0], people.ana, "GET", f"/api/v1/posts?{query}")
    assert said(answer, "bad_request")["field"] in (query.split("=")[0], "cursor")


def test_too_fast_says_when_to_come_back(people: Cast, web_with: WebWith) -> None:
    slow = web_with(PERSON_COMMANDS_PER_SECOND=0.2, PERSON_COMMANDS_BURST=2)
    for path, body in (
        ("/api/v1/notification.look", b"{}"),
        ("/api/v1/sync", json.dumps({"cursors": {}}).encode()),
        ("/media/images", b"x"),
    ):
        person = people.jane if path == "/media/images" else people.ana
        headers = {"Content-Type": "application/json"}
        for _ in range(4):
            answer = ask(slow, person, "POST", path, content=body, headers=headers)
            if answer.status_code == 429:
                break
        error = said(answer, "rate_limited")
        wait = int(answer.headers["Retry-After"])
        assert wait - 1 <= error["after_ms"] / 1000 <= wait


# --- in the code --------------------------------------------------------------------------------

#: About the whole request, not about a field of it.
WHOLE = {"consumers/answers.py", "protocol/api.py", "server/characters.py"}
#: Rules of values, which `protocol.asked` names by the field that they are asked for.
RULES = {"protocol/texts.py", "protocol/asked.py", "conversations/emoji.py", "feed/links.py"}
RULES |= {"workflows/money.py", "workflows/wall_time.py"}


def refusals(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
            yield node


def test_a_bad_request_names_its_field() -> None:
    nameless = [
        f"{name(path)}:{call.lineno}"
        for path in modules()
        for call in refusals(path)
        if isinstance(call.args[0], ast.Constant)
        and call.args[0].value == "bad_request"
        and not call.keywords
        and name(path) not in WHOLE | RULES
    ]
    assert nameless == []
