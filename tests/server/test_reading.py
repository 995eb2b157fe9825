"""How fast one may read over HTTP, and what somebody whose e-mail is not confirmed may find."""

from collections.abc import Iterator

import httpx
import pytest

from server import reading
from server.api import reads
from tests import processes
from tests.people import Cast, person, token
from tests.processes import Web

BURST = 20


@pytest.fixture(scope="module")
def web(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    own = {
        f"CALLBOARD_LIMIT_{who}_READS_{what}": str(value)
        for who in ("PERSON", "VISITOR")
        for what, value in (("PER_SECOND", 0.05), ("BURST", BURST))
    }
    own |= {"TRUSTED_PROXIES": "127.0.0.1"}
    started = Web(environment | own, log=tmp_path_factory.mktemp("reading") / "web.log")
    with processes.running(started):
        started.wait()
        yield started


async def statuses(web: Web, path: str, times: int, **headers: str) -> list[int]:
    async with httpx.AsyncClient(base_url=web.origin, timeout=30) as client:
        return [(await client.get(path, headers=headers)).status_code for _ in range(times)]


def shown(who: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {who}"}


async def test_a_person_reads_so_much_at_every_door(people: Cast, web: Web) -> None:
    hanna, ana = token(people.hanna), token(people.ana)
    for key in (hanna, token(people.hanna)):
        assert await statuses(web, "/api/v1/me", BURST // 2, **shown(key)) == [200] * (BURST // 2)
    async with httpx.AsyncClient(base_url=web.origin, timeout=30) as client:
        nothing = "00000000-0000-4000-8000-000000000000"
        for path in ("/api/v1/inbox", "/api/v1/nowhere", f"/media/images/{nothing}/large"):
            refused = await client.get(path, headers=shown(hanna))
            assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
            assert int(refused.headers["Retry-After"]) >= 1
            assert refused.json()["after_ms"] > 0
    assert await statuses(web, "/api/v1/me", 1, **shown(ana)) == [200]


async def test_a_search_costs_more_and_a_picture_less(people: Cast, web: Web) -> None:
    key = token(people.jane)
    assert await statuses(web, "/api/v1/directory", 5, **shown(key)) == [200] * 4 + [429]
    picture, visitor = f"/avatars/{people.mika.handle}.svg", {"X-Forwarded-For": "198.51.100.9"}
    found = await statuses(web, picture, 4 * BURST + 1, **visitor)
    assert found == [200] * 4 * BURST + [429]


async def test_visitors_share_what_their_address_may_read(people: Cast, web: Web) -> None:
    path = f"/api/v1/people/{people.hanna.handle}"
    one, other = ({"X-Forwarded-For": f"198.51.100.{n}"} for n in (1, 2))
    assert await statuses(web, path, BURST + 1, **one) == [200] * BURST + [429]
    assert await statuses(web, path, 1, **other) == [200]
    # A wrong token is a visitor, who cannot become many by making them up.
    wrong = other | {"Authorization": "Bearer cb_wrong"}
    assert (await statuses(web, path, BURST + 1, **wrong))[-1] == 429


async def test_probes_are_always_answered(web: Web) -> None:
    assert await statuses(web, "/healthz", 3 * BURST) == [200] * 3 * BURST


def test_what_costs_more_is_there() -> None:
    assert set(reading.COSTLY) <= {str(pattern.pattern) for pattern in reads()}


@pytest.mark.parametrize("path", ["directory", "people", "match", "posts?search=pose"])
async def test_who_has_not_confirmed_an_address_walks_through_no_list(
    people: Cast, webs: list[Web], path: str
) -> None:
    eve = person("Eve", is_host=True, email_confirmed_at=None)
    async with httpx.AsyncClient(base_url=webs[0].origin, timeout=30) as client:
        refused = await client.get(f"/api/v1/{path}", headers=shown(token(eve)))
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert refused.json()["reasons"] == ["email_unconfirmed"]
        for needed in ("me", "inbox", "notifications", "agenda", "feed/suggestions"):
            answer = await client.get(f"/api/v1/{needed}", headers=shown(token(eve)))
            assert answer.status_code == 200, needed
        assert answer.json() == {"people": []}
