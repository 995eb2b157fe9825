"""Values that mean harm, in every place of every endpoint: a clear answer, and never a 500."""

import asyncio
import json
from collections.abc import Awaitable, Iterable, Iterator
from typing import Any, get_type_hints
from urllib.parse import quote

import httpx
import pytest
from msgspec import inspect

from consumers.commands import COMMANDS
from consumers.frames import Sync
from tests import stories
from tests.conftest import Over
from tests.house.test_bounds import asked, endpoints
from tests.people import Cast, token
from tests.processes import Web
from tests.server.hostile import TEXTS, VALUES, bodies, some

#: Requests at once.
AT_ONCE = 8


@pytest.fixture
async def answers(webs: list[Web]) -> Any:
    async with httpx.AsyncClient(base_url=webs[0].origin, timeout=60) as client:
        yield client


async def none_broken(requests: Iterable[Awaitable[httpx.Response]]) -> int:
    """However many there are, a few at a time: none is a fault of ours, each says what is wrong."""
    turn, broken, number = asyncio.Semaphore(AT_ONCE), [], 0

    async def one(request: Awaitable[httpx.Response]) -> None:
        nonlocal number
        async with turn:
            answer = await request
        number += 1
        if answer.status_code >= 500:
            what = answer.request
            broken.append(
                f"{answer.status_code} {what.method} {what.url} {what.content[:200]!r}"[:400]
            )
        elif answer.status_code >= 400 and "json" in answer.headers.get("content-type", ""):
            assert answer.json()

    await asyncio.gather(*map(one, requests))
    assert broken == []
    return number


@pytest.mark.parametrize("verb", sorted([*COMMANDS, Sync.verb]))
async def test_every_field_of_every_verb(people: Cast, answers: Any, verb: str) -> None:
    key = token(people.hanna)
    struct = COMMANDS[verb].ask if verb in COMMANDS else Sync
    known = {
        "conversation": str(stories.talking(people.hanna, people.ana)),
        "person": str(people.jane.public_id),
        "session": str(stories.session(people.hanna)),
        "number": 1,
    }
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    asked = bodies(struct, known)
    url = f"/api/v1/{verb}"
    assert await none_broken(answers.post(url, content=b, headers=headers) for b in asked) > 4


def reads() -> dict[str, list[str]]:
    """Paths of the API that are read, with the names that their queries know."""
    from server import api

    found: dict[str, list[str]] = {}
    for pattern in api.reads():
        hints = get_type_hints(next(endpoints([pattern])).get, include_extras=True)
        hint = hints.get("parsed_query")
        info = inspect.type_info(asked(hint)) if hint else None
        names = [f.encode_name for f in info.fields] if isinstance(info, inspect.StructType) else []
        found[str(pattern.pattern)] = names
    return found


READS = reads()


def filled(path: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        path = path.replace(f"<uuid:{name}>", value).replace(f"<str:{name}>", value)
    return path


@pytest.mark.parametrize("path", sorted(READS))
async def test_every_query_and_every_part_of_a_path(people: Cast, answers: Any, path: str) -> None:
    known = {
        "handle": people.hanna.handle,
        "conversation": str(stories.talking(people.hanna, people.ana)),
        "session": str(stories.session(people.hanna)),
        "call": str(stories.open_call(people.hanna)),
    }
    headers = {"Authorization": f"Bearer {token(people.hanna)}"}
    base = f"/api/v1/{filled(path, known)}"
    urls = [f"{base}?{coded(text)}={coded(text)}" for text in some(TEXTS, path)]
    more = "" if path not in ("match", "search") else "&text=x"
    for name in READS[path]:
        said = [f"{base}?{name}={coded(text)}" for text in some(TEXTS, path + name)]
        urls += said + [url + more for url in said if more]
    urls += [
        f"/api/v1/{filled(path, known | {name: coded(text)})}"
        for name in known
        if f":{name}>" in path
        for text in some(TEXTS, path)
    ]
    await none_broken(answers.get(url, headers=headers) for url in urls)


def coded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


#: Of the rest of the addresses, with a place for a text.
OTHERS = [
    "/{}",
    "/@{}",
    "/@{}/rss.xml",
    "/@{}/atom.xml",
    "/avatars/{}.svg",
    "/avatars/{}.png",
    "/calendar/{}.ics",
    "/unsubscribe/{}",
    "/media/images/{}/large",
    "/media/images?{}",
    "/_app/immutable/{}",
    "/static/{}",
    "/admin/people/user/{}/change/",
    "/admin/people/user/?q={}",
    "/admin/people/user/?id__exact={}",
    "/admin/people/user/?p={}",
    "/admin/login/?next={}",
    "/_allauth/browser/v1/auth/email/verify?key={}",
    "/_allauth/browser/v1/auth/password/reset?{}",
    "/_allauth/browser/v1/config?{}",
    "/api/docs?{}",
    "/api/schema?{}",
    "/calls/{}",
    "/reset-password/{}",
]


async def test_every_other_address(answers: Any) -> None:
    urls = [other.format(coded(text)) for other in OTHERS for text in some(TEXTS, other)]
    headers = {"X-Email-Verification-Key": "x", "X-Password-Reset-Key": "-x"}
    await none_broken(answers.get(url, headers=headers) for url in urls)


ACCOUNT = {
    "auth/login": ("email", "password"),
    "auth/signup": ("email", "password", "display_name", "adult"),
    "auth/password/request": ("email",),
    "auth/password/reset": ("key", "password"),
    "auth/email/verify": ("key",),
}


@pytest.mark.parametrize("path", sorted(ACCOUNT))
async def test_every_field_of_an_account(answers: Any, path: str) -> None:
    fields = ACCOUNT[path]
    good = {"email": "mika@example.org", "password": "correct horse battery", "adult": True}
    headers = {"Content-Type": "application/json", "Origin": str(answers.base_url).rstrip("/")}
    config = await answers.get("/_allauth/browser/v1/config")
    assert config.status_code == 200
    headers["X-CSRFToken"] = answers.cookies.get("csrftoken", "")

    def asked() -> Iterator[bytes]:
        for field, value in ((f, v) for f in fields for v in some(VALUES, path + f)):
            rest = {n: good.get(n, "x") for n in fields if n != field}
            inside = json.dumps(rest)[1:-1]
            yield f'{{"{field}": {value}{", " + inside if inside else ""}}}'.encode()
        yield from (value.encode() for value in some(VALUES, path))

    url = f"/_allauth/browser/v1/{path}"
    await none_broken(answers.post(url, content=body, headers=headers) for body in asked())


async def test_forms(answers: Any) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for url in ("/admin/login/", "/unsubscribe/x", "/demo/sign-in"):
        asked = [f"username={coded(t)}&password={coded(t)}&{coded(t)}=1" for t in some(TEXTS, url)]
        await none_broken(answers.post(url, content=body, headers=headers) for body in asked)


async def test_a_number_stays_a_number(people: Cast, over_http: Over) -> None:
    """Beyond 64 bits the database once answered with texts."""
    talk = str(stories.talking(people.hanna, people.ana))
    http = over_http(people.ana)
    for number in (2**53, 2**63, 2**64):
        refused = await http.ask("conversation.read", conversation=talk, number=number)
        assert refused.status_code == 400
        assert refused.json()["field"] == "number"
    read = await http.do("conversation.read", conversation=talk, number=2**53 - 1)
    assert (read["last_read_number"], read["unread"]) == (2, 0)
