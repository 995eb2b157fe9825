"""What stands beside the news: evenings that a host shows, and calls that are open for them."""

import uuid
from datetime import timedelta
from uuid import UUID

import httpx

from people.models import User
from tests import clock, stories
from tests.conftest import Over
from tests.feed.posting import block
from tests.people import Cast
from tests.processes import Web
from workflows.actions.sessions import cancel_session, update_session
from workflows.queries import upcoming
from workflows.verbs import CancelSession, UpdateSession


def shown(by: User) -> UUID:
    return stories.session(by, is_public=True)


def sees(viewer: User | None, host: User) -> tuple[list[UUID], list[UUID]]:
    """The evenings on a host's page, and those of them that a call is open for."""
    page = upcoming.of(host.handle, seen_by=viewer)
    return [session.id for session in page.sessions], [call.session for call in page.calls]


def test_an_evening_is_on_the_page_when_its_host_says_so(people: Cast) -> None:
    quiet, evening = stories.session(people.hanna), shown(people.hanna)
    for viewer in (None, people.mika, people.hanna):
        assert sees(viewer, people.hanna) == ([evening], [])
    change = UpdateSession(key=uuid.uuid4(), session=quiet, is_public=True)
    update_session(change, by=people.hanna)
    assert set(sees(None, people.hanna)[0]) == {quiet, evening}
    change = UpdateSession(key=uuid.uuid4(), session=evening, is_public=False)
    update_session(change, by=people.hanna)
    assert sees(None, people.hanna) == ([quiet], [])


def test_while_a_call_is_open_members_see_its_evening_and_visitors_do_not(people: Cast) -> None:
    quiet, evening = stories.session(people.hanna), shown(people.hanna)
    call = stories.open_call(people.hanna, quiet, closes=timedelta(hours=1))
    stories.open_call(people.hanna, evening, closes=timedelta(hours=1))
    assert set(sees(people.mika, people.hanna)[1]) == {quiet, evening}
    assert sees(None, people.hanna) == ([evening], [evening])
    stories.confirm(people.hanna, stories.apply(people.ana, call).application)
    assert sees(people.mika, people.hanna) == ([evening], [evening])
    clock.travel(timedelta(hours=2))
    assert sees(people.mika, people.hanna) == ([evening], [])


def test_what_is_over_or_off_is_not_coming_up(people: Cast) -> None:
    off, evening = shown(people.hanna), shown(people.hanna)
    cancel_session(CancelSession(key=uuid.uuid4(), session=off), by=people.hanna)
    assert sees(None, people.hanna)[0] == [evening]
    clock.travel(timedelta(days=2, minutes=1))
    assert sees(None, people.hanna)[0] == []


async def test_nobody_reads_there_where_it_is(
    people: Cast, webs: list[Web], over_http: Over
) -> None:
    shown(people.hanna)
    path = f"people/{people.hanna.handle}/upcoming"
    async with httpx.AsyncClient(base_url=f"{webs[0].origin}/api/v1/") as visitor:
        answers = [await visitor.get(path), await over_http(people.mika).read(path)]
    for answer in answers:
        [session] = answer.json()["sessions"]
        assert (session["title"], session["district"]) == ("Life drawing", "Kreuzberg")
        assert session["place"] is None
        assert "Attic" not in answer.text
        assert "is_public" not in session
    block(people.hanna, people.ana)
    blocked = await over_http(people.ana).read(path)
    nobody = await over_http(people.ana).read("people/nobody-at-all/upcoming")
    assert (blocked.status_code, blocked.content) == (404, nobody.content)
