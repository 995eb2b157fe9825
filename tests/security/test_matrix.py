"""Another person's ids, at every door: "not yours" and "not there" are the same answer."""

import uuid
from typing import Any

import pytest

from consumers.commands import COMMANDS
from consumers.frames import Sync
from people.models import Block, User
from people.vocabulary import ACCOUNT
from protocol import topics
from protocol.wire import Keyed
from server.api import PREFIX
from tests.conftest import Connect, Over
from tests.people import Cast, cast
from tests.security import foreign
from tests.security.conftest import OpenBrowser
from tests.security.foreign import NOWHERE, PATHS, PUBLIC, TOPICS, VERBS, Theirs, filled

#: Headers about the moment and about who asks: of these nothing can be inferred.
WHO_ASKS = ("date", "set-cookie", "ratelimit")


@pytest.fixture(scope="module")
def people(database: None) -> Cast:
    """The same for all of these tests: whoever asks is refused, and changes nothing."""
    return cast()


@pytest.fixture(scope="module")
def theirs(people: Cast) -> Theirs:
    return foreign.belonging_to(people)


def asking(row: str, people: Cast) -> User:
    """Who asks: a host and model who has nothing to do with it, or whom they have blocked."""
    if row not in PUBLIC:
        return foreign.another_host()
    return foreign.blocked_by(people.hanna if "call" in row else people.ana)


def named(rows: dict[str, Any]) -> list[str]:
    return [row for row, template in rows.items() if template is not None]


def test_no_verb_topic_or_path_is_without_a_row() -> None:
    read = {
        route.removeprefix(PREFIX)
        for route in foreign.routes()
        if route.startswith(PREFIX) and route.removeprefix(PREFIX) not in (*COMMANDS, Sync.verb)
    }
    assert set(VERBS) == set(COMMANDS)
    assert set(TOPICS) == set(topics.KINDS)
    assert set(PATHS) == read


@pytest.mark.parametrize("verb", named(VERBS))
async def test_a_verb_with_ids_of_others(
    people: Cast, theirs: Theirs, connect: Connect, over_http: Over, verb: str
) -> None:
    person = asking(verb, people)
    socket, http = await connect(person), over_http(person)
    witness = await connect(people.ana)
    answers = []
    for ids in (NOWHERE, theirs):
        fields = filled(VERBS[verb], ids)
        if issubclass(COMMANDS[verb].ask, Keyed):
            fields["key"] = str(uuid.uuid4())
        answer = await http.ask(verb, **fields)
        assert answer.status_code == 404
        answers += [await socket.refused(verb, **fields), answer.json()]
    assert answers[0]["code"] == "not_found"
    assert answers == [answers[0]] * 4
    assert witness.events() == []


@pytest.mark.parametrize("kind", TOPICS)
async def test_a_topic_of_others(
    people: Cast, theirs: Theirs, connect: Connect, over_http: Over, kind: str
) -> None:
    person = asking(kind, people)
    names = {TOPICS[kind].format(**ids._asdict()): 0 for ids in (theirs, NOWHERE)}  # type: ignore[union-attr]
    if kind == "user":
        names |= {f"user.{people.ana.pk}": 0, f"user.{person.pk}": 0}
    arriving = await connect(person, hello=False)
    welcome = await arriving.hello(cursors=names)
    assert sorted(welcome["gone"]) == sorted(names)
    assert list(welcome["topics"]) == ["user"]
    assert await arriving.do("sync", cursors=names) == {}
    assert await over_http(person).do("sync", cursors=names) == {}
    refused = [await arriving.refused("watch", topic=name) for name in names]
    assert refused == [refused[0]] * len(names)
    assert refused[0]["code"] == "not_found"


@pytest.mark.parametrize("path", named(PATHS))
async def test_a_path_with_ids_of_others(
    people: Cast, theirs: Theirs, over_http: Over, path: str
) -> None:
    http = over_http(asking(path, people))
    template = path.replace("<uuid:", "{").replace("<str:", "{").replace(">", "}")
    answers = [
        await http.read(filled(template, ids), **filled(PATHS[path], ids))
        for ids in (NOWHERE, theirs)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert answers[0].json()["code"] == "not_found"
    assert bare(answers[0].headers) == bare(answers[1].headers)


@pytest.mark.parametrize("path", [path for path, asked in PATHS.items() if asked is None])
async def test_a_path_that_shows_what_is_mine_shows_nothing_of_others(
    people: Cast, theirs: Theirs, over_http: Over, browser: OpenBrowser, path: str
) -> None:
    mika = foreign.blocked_by(people.ana)
    Block.objects.create(blocker=people.hanna, blocked=mika)
    is_secret = getattr(foreign.routes()[PREFIX + path], "scope", None) == ACCOUNT
    answer = await (browser if is_secret else over_http)(mika).read(path)
    assert answer.status_code == 200
    for secret in (*theirs, people.hanna.handle, people.hanna.email, "Between us"):
        assert secret not in answer.text


def bare(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in WHO_ASKS}
