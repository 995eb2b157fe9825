"""Ten thousand messages: what is drawn is what is in sight, and nothing in between is read."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from playwright.async_api import Response, expect

from conversations.models import Participant
from core import clock
from tests import stories
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import AtScreen
from tests.screens.visitor import Visitor

COUNT = 10_000
READ = 4_000
#: More than fits on any screen with what is kept ready around it.
DRAWN = 120
SEEDED = """
    WITH c AS (SELECT id, updated_at FROM conversations WHERE public_id = %(conversation)s),
    said AS (
        INSERT INTO messages
            (conversation_id, number, version, sender_id, key, kind, content, created_at)
        SELECT c.id, n, n + 3, CASE WHEN n %% 3 = 0 THEN %(hanna)s ELSE %(ana)s END,
               gen_random_uuid(), 'text',
               'Number ' || n || repeat(' and some more words', n %% 7),
               %(since)s::timestamptz + n * interval '1 minute'
        FROM c, generate_series(3, %(count)s) n)
    UPDATE conversations SET last_number = %(count)s, version = %(count)s + 3,
        updated_at = %(since)s::timestamptz + %(count)s * interval '1 minute'
    FROM c WHERE conversations.id = c.id"""


@pytest.fixture
def long_talk(people: Cast) -> UUID:
    conversation = stories.talking(people.hanna, people.ana)
    with connection.cursor() as cursor:
        cursor.execute(
            SEEDED,
            {
                "conversation": conversation,
                "hanna": people.hanna.pk,
                "ana": people.ana.pk,
                "since": clock.now() - timedelta(minutes=COUNT + 5),
                "count": COUNT,
            },
        )
    row = stories.row_of(conversation)
    Participant.objects.filter(conversation=row).update(last_read_number=COUNT)
    Participant.objects.filter(conversation=row, user=people.hanna).update(last_read_number=READ)
    return conversation


def pages_read(person: Visitor) -> list[str]:
    """Every page of messages that this page asks for from now on."""
    asked: list[str] = []

    def note(answer: Response) -> None:
        if "/messages?" in answer.url:
            asked.append(answer.url)

    person.page.on("response", note)
    return asked


async def drawn(person: Visitor) -> int:
    return await talk.messages(person).locator("article").count()


@pytest.mark.long
async def test_one_gets_everywhere_without_what_lies_between(
    people: Cast, at_screen: AtScreen, long_talk: UUID
) -> None:
    hanna = await at_screen(people.hanna)
    asked = pages_read(hanna)
    await hanna.opens(f"/inbox/{long_talk}")
    await hanna.is_connected()
    await hanna.presses("First unread")
    await expect(talk.messages(hanna).get_by_text(f"Number {READ + 1}")).to_be_in_viewport()
    assert len(asked) <= 4
    assert await drawn(hanna) < DRAWN

    await talk.messages(hanna).get_by_text(f"Number {READ + 1}").hover()
    for _ in range(30):
        await hanna.page.mouse.wheel(0, 2_000)
    assert await drawn(hanna) < DRAWN
    before = len(asked)
    await hanna.page.get_by_role("button", name=re.compile(r"^(\d+ new|Latest)$")).click()
    await expect(talk.messages(hanna).get_by_text(f"Number {COUNT}")).to_be_in_viewport()
    assert len(asked) - before <= 2
    await talk.has_unread(hanna, 0)
    assert await drawn(hanna) < DRAWN
    await hanna.finds_nothing_wrong()
