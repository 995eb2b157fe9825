"""The fast lane of texts: whatever goes wrong in it, each is answered, in order, and done once."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from uuid import UUID

import pytest
from django.db import connection

from consumers.commands import SignedOut
from consumers.lane import LARGEST, Lane
from conversations.actions.batch.asked import Asked
from conversations.models import Message
from conversations.verbs import SendMessage
from core.refused import Refused
from people.models import User
from people.queries import live_sign_ins
from protocol.publish import Outgoing
from protocol.wire import Result
from tests.conftest import Connect
from tests.people import Cast
from tests.races.locks import holding_conversation, in_line
from tests.stories import place_of, row_of, say, talking
from tests.texts import sign_in, text


@pytest.fixture
async def lane(told: list[Outgoing]) -> AsyncIterator[Lane]:
    opened = Lane(told.extend)
    yield opened
    await opened.forget_connection()


def sent(lane: Lane, asked: Asked[SendMessage]) -> "asyncio.Future[Result]":
    answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

    def answered(came: Result | BaseException) -> None:
        if isinstance(came, BaseException):
            answer.set_exception(came)
        else:
            answer.set_result(came)

    lane.send(asked, answered)
    return answer


async def came(*answers: "asyncio.Future[Result]") -> list[object]:
    """For each: its number, or the code of its refusal."""
    async with asyncio.timeout(30):
        found = await asyncio.gather(*answers, return_exceptions=True)
    return [one.code if isinstance(one, Refused) else getattr(one, "number", one) for one in found]


def contents(talk: UUID) -> list[str]:
    rows = Message.objects.filter(conversation__public_id=talk, number__gt=2).order_by("number")
    return list(rows.values_list("content", flat=True))


def many(by: User, talk: UUID, count: int) -> list[Asked[SendMessage]]:
    door = sign_in(by)
    return [text(by, talk, str(n), door=door) for n in range(count)]


async def test_what_comes_while_a_batch_commits_goes_into_one(people: Cast) -> None:
    commits: list[int] = []
    lane = Lane(lambda publications: commits.append(len(publications)))
    talk = talking(people.hanna, people.ana)
    asked = many(people.ana, talk, LARGEST + 20)
    first = sent(lane, asked[0])
    await asyncio.sleep(0)
    answers = [first, *(sent(lane, one) for one in asked[1:])]
    assert await came(*answers) == [*range(3, LARGEST + 23)]
    assert commits == [1, LARGEST, 19]
    assert contents(talk) == [str(n) for n in range(LARGEST + 20)]
    await lane.forget_connection()


async def test_a_held_conversation_goes_aside_in_its_order_while_others_pass(
    people: Cast, lane: Lane
) -> None:
    """More than one batch of them, so that some would be overtaken in the line."""
    held, free = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    slow, quick = many(people.ana, held, LARGEST), many(people.jane, free, LARGEST)
    with holding_conversation(held):
        waiting = [sent(lane, one) for one in slow[:-10]]
        passing = [sent(lane, one) for one in quick]
        assert await came(*passing) == [*range(3, LARGEST + 3)]
        waiting += [sent(lane, one) for one in slow[-10:]]
        assert not any(answer.done() for answer in waiting)
    assert await came(*waiting) == [*range(3, LARGEST + 3)]
    assert contents(held) == [str(n) for n in range(LARGEST)]
    assert await came(sent(lane, text(people.ana, held))) == [LARGEST + 3]
    assert lane._aside == {}


async def test_two_batches_of_one_conversation_keep_their_order_when_it_goes_aside(
    people: Cast, lane: Lane
) -> None:
    """The conversation is taken while more than one batch of it is in the line."""
    held, free = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    texts = many(people.ana, held, 20)
    crowd = many(people.jane, free, 3 * LARGEST)
    with holding_conversation(held):
        first = sent(lane, texts[0])
        passing = [sent(lane, one) for one in crowd]
        waiting = [first, *(sent(lane, one) for one in texts[1:10])]
        await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        waiting += (sent(lane, one) for one in texts[10:])
        await came(*passing)
    assert await came(*waiting) == [*range(3, 23)]
    assert contents(held) == [str(n) for n in range(20)]


async def test_twins_are_one_message_and_all_get_its_number(people: Cast, lane: Lane) -> None:
    talk, key = talking(people.hanna, people.ana), uuid.uuid4()
    twins = [sent(lane, text(people.ana, talk, "Once", key=key)) for _ in range(8)]
    after = sent(lane, text(people.ana, talk, "Twice"))
    assert await came(*twins) == [3] * 8
    assert [answer.result().duplicate for answer in twins] == [False] + [True] * 7
    assert await came(after) == [4]
    assert contents(talk) == ["Once", "Twice"]


async def test_one_key_for_two_texts_is_one_of_them_and_a_mismatch(
    people: Cast, lane: Lane
) -> None:
    talk, key = talking(people.hanna, people.ana), uuid.uuid4()
    two = [sent(lane, text(people.ana, talk, words, key=key)) for words in ("One", "Other")]
    assert await came(*two) == [3, "key_mismatch"]
    assert contents(talk) == ["One"]


async def test_two_people_may_have_thought_of_one_key(people: Cast, lane: Lane) -> None:
    talk, key = talking(people.hanna, people.ana), uuid.uuid4()
    two = [sent(lane, text(one, talk, "Hi", key=key)) for one in (people.ana, people.hanna)]
    assert await came(*two) == [3, 4]


async def test_a_refusal_in_a_batch_is_its_senders_alone(
    people: Cast, lane: Lane, told: list[Outgoing]
) -> None:
    talk = talking(people.hanna, people.ana)
    told.clear()
    answers = [
        sent(lane, text(people.ana, talk, "Before")),
        sent(lane, text(people.mika, talk, "Mika was here")),
        sent(lane, text(people.hanna, talk, "After")),
        sent(lane, text(people.hanna, uuid.uuid4(), "Nowhere")),
    ]
    assert await came(*answers) == [3, "not_found", 4, "not_found"]
    assert contents(talk) == ["Before", "After"]
    assert len(told) == 2


async def test_who_has_signed_out_says_nothing_more(people: Cast, lane: Lane) -> None:
    talk, door = talking(people.hanna, people.ana), sign_in(people.ana)
    live_sign_ins().filter(pk=door.pk).delete()
    gone = sent(lane, text(people.ana, talk, "Not any more", door=door))
    there = sent(lane, text(people.hanna, talk, "Ana?"))
    with pytest.raises(SignedOut):
        await gone
    assert await came(there) == [3]
    assert contents(talk) == ["Ana?"]


# --- when the database is in trouble ---------------------------------------------------------


def cut(lane: Lane) -> None:
    assert lane._database is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lane._database.backend])


async def apart(act: Callable[..., object], *given: object) -> None:
    """In a thread, with a database connection of its own."""

    def run() -> None:
        try:
            act(*given)
        finally:
            connection.close()

    await asyncio.to_thread(run)


async def test_a_lost_connection_costs_nobody_a_text(people: Cast, lane: Lane) -> None:
    talk, other = talking(people.hanna, people.ana), talking(people.hanna, people.jane)
    assert await came(sent(lane, text(people.ana, talk))) == [3]
    cut(lane)
    answers = [sent(lane, one) for one in many(people.ana, talk, 5)]
    elsewhere = sent(lane, text(people.jane, other))
    assert await came(*answers, elsewhere) == [4, 5, 6, 7, 8, 3]
    assert await came(sent(lane, text(people.ana, talk))) == [9]
    assert row_of(talk).last_number == 9


async def test_a_connection_that_breaks_within_a_batch_costs_nobody_a_text(
    people: Cast, lane: Lane
) -> None:
    """It waits for a twin of one of its keys when it is cut."""
    talk, key = talking(people.hanna, people.ana), uuid.uuid4()
    assert await came(sent(lane, text(people.hanna, talk, "First"))) == [3]
    with holding_conversation(talk):
        twin = asyncio.create_task(apart(say, people.ana, talk, "Twin", key))
        await apart(in_line, 1)
        answers = [sent(lane, text(people.ana, talk, "Twin", key=key))]
        answers.append(sent(lane, text(people.hanna, talk, "Other")))
        await apart(in_line, 2)
        cut(lane)
    await twin
    assert sorted(map(str, await came(*answers))) == ["4", "5"]
    assert sorted(contents(talk)) == ["First", "Other", "Twin"]


async def test_without_a_database_the_sender_may_try_again(
    people: Cast, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection for batches is to be had, and then one is."""
    talk = talking(people.hanna, people.ana)
    await came(sent(lane, text(people.ana, talk, "One")))
    cut(lane)
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "PORT", "1")
        assert await came(sent(lane, text(people.ana, talk, "Two"))) == [4]
        assert lane._database is None
    assert await came(sent(lane, text(people.ana, talk, "Three"))) == [5]
    assert contents(talk) == ["One", "Two", "Three"]


# --- at the socket ---------------------------------------------------------------------------


async def test_what_follows_a_text_on_a_socket_comes_after_it(
    people: Cast, connect: Connect, talk: str
) -> None:
    """Ana says something and puts the conversation away: her words are not what brings it back."""
    ana = await connect(people.ana)
    for _ in range(10):
        said = asyncio.create_task(ana.say(talk, "Bye"))
        await asyncio.sleep(0)
        put_away = await ana.do("conversation.archive", conversation=talk)
        assert said.done()
        assert (await said)["number"] == place_of(people.ana, UUID(talk)).archived_number
        assert put_away["unread"] == 0


async def test_texts_of_one_socket_are_answered_in_their_order(
    people: Cast, connect: Connect, talk: str
) -> None:
    ana, mika = await connect(people.ana), await connect(people.mika)
    for ref in range(100, 160):
        await ana.send(
            {
                "type": "message.send",
                "ref": ref,
                "key": str(uuid.uuid4()),
                "conversation": talk,
                "content": str(ref),
            }
        )
    await ana.wait(lambda frame: frame.get("ref") == 159)
    replies = [frame for frame in ana.heard("reply") if frame["ref"] >= 100]
    assert [frame["ref"] for frame in replies] == [*range(100, 160)]
    assert [frame["data"]["number"] for frame in replies] == [*range(3, 63)]
    assert mika.events() == []
