"""The documents that others generate their clients from: names, words, examples, and service."""

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import jsonschema_rs
import msgspec
import pytest

from consumers.commands import COMMANDS
from core.refused import CODES, LATER
from protocol.keys import checked
from protocol.version import FEATURE_LEVEL, VERSION
from server import asyncapi, documents, examples, openapi, schema
from server.openapi import camel
from tests.conftest import Connect
from tests.house.files import ROOT
from tests.people import Cast, token
from tests.processes import Web
from tools.local.client import MODULES

Json = dict[str, Any]
ASYNCAPI = MODULES / "@asyncapi/specs/schemas/3.0.0-without-$id.json"
SERVED: dict[str, Callable[[], Json]] = {
    "/api/schema": openapi.document,
    "/api/asyncapi": lambda: json.loads(asyncapi.document()),
    "/api/protocol.schema.json": lambda: json.loads(documents.json_schema()),
}


def operations() -> Iterator[tuple[str, str, Json]]:
    for path, item in openapi.document()["paths"].items():
        for method in ("get", "post"):
            if method in item:
                yield path, method, item[method]


def parts(document: Any) -> Iterator[Json]:
    if isinstance(document, dict):
        yield document
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            yield from parts(part)


@pytest.mark.processes  # the schema is one of the client's packages, which --quick does not need
def test_the_socket_is_described_in_asyncapi() -> None:
    """By the specification's own schema, which other tools ask before they read anything."""
    spec = jsonschema_rs.validator_for(json.loads(ASYNCAPI.read_text()))
    document = json.loads(asyncapi.document())
    assert [error.message for error in spec.iter_errors(document)] == []
    assert not spec.is_valid({**document, "channels": []})


def test_the_key_of_the_examples_is_taken_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + 10 * 365 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert str(checked(UUID(examples.KEY))) == examples.KEY


def test_an_operation_is_called_like_its_verb() -> None:
    found = {operation["operationId"]: path for path, _, operation in operations()}
    assert len(found) == len(list(operations()))
    for verb in COMMANDS:
        assert found[camel(verb)] == f"/api/v1/{verb}"
    assert found["callConfirm"] == "/api/v1/call.confirm"
    assert found["conversationMarkUnread"] == "/api/v1/conversation.mark_unread"
    assert found["getMe"] == "/api/v1/me"
    assert found["imageUpload"] == "/media/images"
    assert all(re.fullmatch(r"[a-z][A-Za-z]+", id) for id in found)


def test_every_operation_has_a_room_words_and_a_way_in() -> None:
    document = openapi.document()
    assert document["servers"][0]["url"].startswith("http")
    assert (document["info"]["version"], document["info"]["x-feature-level"]) == (
        VERSION,
        FEATURE_LEVEL,
    )
    rooms = {tag["name"] for tag in document["tags"]}
    open_ones = set()
    for path, _, operation in operations():
        assert set(operation["tags"]) <= rooms, path
        assert operation["description"], path
        assert operation["security"], path
        if {} in operation["security"]:
            open_ones.add(operation["operationId"])
    assert open_ones == {"getCall", "getPerson", "getProfilePosts", "getServer", "getUpcoming"}
    schemes = document["components"]["securitySchemes"]
    assert (schemes["csrf"]["in"], schemes["csrf"]["name"]) == ("header", "X-CSRFToken")


def test_every_refusal_says_which_codes_it_carries() -> None:
    for path, _, operation in operations():
        for status, response in operation["responses"].items():
            codes = response.get("x-codes", [])
            assert bool(codes) == (status not in ("200", "304")), (path, status)
            assert {str(CODES[code].status) for code in codes} <= {status}
            if set(codes) & set(LATER):
                assert "Retry-After" in response["headers"]


def test_a_verb_says_only_what_it_can_answer() -> None:
    paths = openapi.document()["paths"]
    told = {
        path: {code for r in item[method]["responses"].values() for code in r.get("x-codes", [])}
        for path, method, item in ((p, m, paths[p]) for p, m, _ in operations())
    }
    assert {"already_applied", "not_eligible", "terms_changed"} <= told["/api/v1/call.apply"]
    assert "call_filled" not in told["/api/v1/message.send"]
    assert "key_mismatch" not in told["/api/v1/notification.look"]
    assert "not_found" not in told["/api/v1/me"]
    assert "conflict" in told["/media/images"]


@pytest.mark.parametrize("name", SERVED)
def test_codes_are_an_enum(name: str) -> None:
    text = json.dumps(SERVED[name]())
    assert json.dumps([*CODES]) in text


@pytest.mark.parametrize("name", SERVED)
def test_descriptions_are_markdown_without_code_by_accident(name: str) -> None:
    found = [part["description"] for part in parts(SERVED[name]()) if "description" in part]
    texts = [text for text in found if isinstance(text, str)]
    assert len(texts) > 100
    assert [text for text in texts if re.search(r"\n[ \t]+\S", text)] == []


@pytest.mark.parametrize("name", SERVED)
def test_patterns_are_those_of_every_engine(name: str) -> None:
    """No look-around, and nothing beyond the characters that JavaScript counts as one."""
    found = {
        part["pattern"] for part in parts(SERVED[name]()) if isinstance(part.get("pattern"), str)
    }
    assert len(found) >= 3
    for pattern in found:
        assert "(?" not in pattern
        assert max(map(ord, pattern)) < 0x10000
        re.compile(pattern)


# --- examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", schema.verbs())
def test_every_verb_has_an_example_that_is_right(verb: str) -> None:
    ask = schema.verbs()[verb]
    example = examples.of(ask)
    msgspec.convert(example, ask)
    shape = {"$ref": f"#/components/schemas/{ask.__name__}"}
    whole = {**shape, "components": {"schemas": schema.components()}}
    jsonschema_rs.validate(whole, example)
    payload = asyncapi._document()["components"]["messages"][f"client.{verb}"]
    assert payload["examples"][0]["payload"]["type"] == verb
    if verb in COMMANDS:
        body = openapi.document()["paths"][f"/api/v1/{verb}"]["post"]["requestBody"]
        assert body["content"]["application/json"]["example"] == example


def test_every_answer_has_an_example_that_is_right() -> None:
    for path, method, operation in operations():
        for media, answer in operation["responses"]["200"]["content"].items():
            if media != "application/json":
                continue
            whole = {**answer["schema"], "components": openapi.document()["components"]}
            if "example" in answer:
                jsonschema_rs.validate(whole, answer["example"])
            else:
                assert path.startswith("/media/"), (path, method)


# --- pictures, versions -------------------------------------------------------------------------


def test_pictures_are_in_it(people: Cast, webs: list[Web]) -> None:
    upload = openapi.document()["paths"]["/media/images"]["post"]
    shape = upload["responses"]["200"]["content"]["application/json"]["schema"]
    picture = (ROOT / "frontend/static/icon-192.png").read_bytes()
    answer = httpx.post(
        f"{webs[0].origin}/media/images",
        content=picture,
        headers={"Authorization": f"Bearer {token(people.ana)}", "Content-Type": "image/png"},
    )
    whole = {**shape, "components": openapi.document()["components"]}
    jsonschema_rs.validate(whole, answer.json())
    wrong = httpx.post(f"{webs[0].origin}/media/images", content=picture)
    assert str(wrong.status_code) in upload["responses"]


async def test_a_server_says_what_it_is(people: Cast, webs: list[Web], connect: Connect) -> None:
    async with httpx.AsyncClient(base_url=webs[0].origin) as visitor:
        here = (await visitor.get("/api/v1/server")).json()
    assert here == {"version": VERSION, "feature_level": FEATURE_LEVEL}
    ana = await connect(people.ana, hello=False)
    assert (await ana.hello())["server"] == here


def test_the_version_is_that_of_the_package() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()
    rows = (ROOT / "CHANGELOG.md").read_text()
    assert f"| {FEATURE_LEVEL} | {VERSION} |" in rows


def test_what_the_socket_answers_is_told() -> None:
    page = Path(ROOT / "docs/protocol.md").read_text()
    for verb in schema.verbs():
        row, *_ = re.findall(rf"^\| `{re.escape(verb)}` \| .*$", page, re.MULTILINE)
        assert row.split(" | ")[2].strip() not in ("", "-"), verb


# --- served -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SERVED)
def test_it_is_served_compressed_and_only_when_it_has_changed(webs: list[Web], path: str) -> None:
    with httpx.Client(base_url=webs[0].origin) as client:
        first = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert first.headers["Content-Encoding"] == "gzip"
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        assert int(first.headers["Content-Length"]) < len(first.content) / 5
        again = client.get(
            path, headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
        )
        assert (again.status_code, again.content) == (304, b"")
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        assert plain.json() == first.json()
        assert plain.headers["ETag"] != first.headers["ETag"]
    gzip.compress(plain.content)


@pytest.mark.attack("read the API from a page of another site", "only what visitors may read")
def test_other_sites_read_what_visitors_read(people: Cast, webs: list[Web]) -> None:
    foreign = {"Origin": "https://evil.example"}
    for path, open_to_all in (
        (f"/api/v1/people/{people.hanna.handle}", True),
        (f"/api/v1/people/{people.hanna.handle}/posts", True),
        (f"/api/v1/people/{people.hanna.handle}/upcoming", True),
        ("/api/v1/server", True),
        ("/api/v1/me", False),
        ("/api/v1/inbox", False),
        (f"/api/v1/people/{people.hanna.handle}/followers", False),
    ):
        for method in ("GET", "OPTIONS"):
            answer = httpx.request(method, webs[0].origin + path, headers=foreign)
            allowed = answer.headers.get("Access-Control-Allow-Origin")
            assert allowed == ("*" if open_to_all else None), path
            assert "Access-Control-Allow-Credentials" not in answer.headers
