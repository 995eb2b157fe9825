"""Many speak at once: every message has one number, every change one version, without a hole."""

from collections import Counter
from functools import reduce

from conversations.models import Conversation, Message
from people.actions import PAIRS
from people.models import Block
from tests.people import Cast, model
from tests.races.locks import holding, in_line
from tests.races.workers import Act, Crowd
from tests.stories import open_call, place_of, row_of, say, session, talking
from workflows.models import JobOffer, Told


def versions_told(workers: Crowd) -> Counter[tuple[str, int]]:
    """Every version of every topic, and how often it was told, by all processes together."""
    told = workers.at_once([("last_told",)] * 8)
    return reduce(lambda all, one: all + Counter(one.answer), told, Counter[tuple[str, int]]())


def test_numbers_and_versions_follow_each_other_whoever_speaks(
    people: Cast, workers: Crowd
) -> None:
    conversation = talking(people.hanna, people.ana)
    before = row_of(conversation).version
    versions_told(workers)
    speakers = [people.hanna.pk, people.ana.pk] * 60
    came = workers.at_once([("say", who, conversation, "And another thing.") for who in speakers])
    assert [one.error or one.refused for one in came if not one.done] == []
    row = row_of(conversation)
    assert sorted(one.answer.number for one in came) == [*range(3, 123)]
    assert (row.last_number, row.version) == (122, before + 120)
    topic = f"conversation.{conversation}"
    told = {key: n for key, n in versions_told(workers).items() if key[0] == topic}
    assert told == {(topic, version): 1 for version in range(before + 1, row.version + 1)}


def test_messages_are_in_the_order_of_the_clock(people: Cast, workers: Crowd) -> None:
    conversation = talking(people.hanna, people.ana)
    workers.at_once([("say", people.hanna.pk, conversation, f"{n}") for n in range(40)])
    rows = Message.objects.filter(conversation=row_of(conversation)).order_by("number")
    times = list(rows.values_list("created_at", flat=True))
    assert times == sorted(times)
    assert row_of(conversation).updated_at == times[-1]


def test_reading_while_others_speak_loses_nothing(people: Cast, workers: Crowd) -> None:
    conversation = talking(people.hanna, people.ana)
    acts: list[Act] = [("say", people.ana.pk, conversation, "Hello?") for _ in range(30)]
    acts[::3] = [("read", people.hanna.pk, conversation, n) for n in range(3, 13)]
    came = workers.at_once(acts)
    assert [one.error or one.refused for one in came if not one.done] == []
    place, row = place_of(people.hanna, conversation), row_of(conversation)
    reads = [one.answer for act, one in zip(acts, came, strict=True) if act[0] == "read"]
    assert all(state.unread >= 0 for state in reads)
    assert place.last_read_number == max(state.last_read_number for state in reads)
    named = Message.objects.get(conversation=row, number=place.last_read_number)
    assert place.last_read_at == named.created_at


HOLD_PLACE = "SELECT id FROM conversation_participants WHERE id = %s FOR NO KEY UPDATE"
MOVE_POINTER = "UPDATE conversation_participants SET last_read_number = %s WHERE id = %s"


def test_a_read_behind_a_pointer_that_moves_meanwhile_never_answers_less_than_nothing(
    people: Cast, workers: Crowd
) -> None:
    """It has seen the conversation before five more were said, and waits for my place; another
    device of mine, which holds it, reads these five first."""
    conversation = talking(people.hanna, people.ana)
    pk = place_of(people.hanna, conversation).pk
    first = workers.workers[0]
    with holding(HOLD_PLACE, pk) as another_device:
        first.begin([("read", people.hanna.pk, conversation, 2)])
        in_line(1)
        for _ in range(5):
            say(people.ana, conversation)
        another_device.execute(MOVE_POINTER, [7, pk])
        another_device.commit()
    [came] = first.came()
    assert (came.error, came.answer.last_read_number, came.answer.unread) == (None, 7, 0)


def test_opening_many_conversations_with_one_person_at_once(people: Cast, workers: Crowd) -> None:
    crowd = [model(f"Model{n}") for n in range(16)]
    came = workers.at_once([("start", one.pk, people.hanna.pk, "Hello!") for one in crowd])
    assert [one.error or one.refused for one in came if not one.done] == []
    assert Conversation.objects.filter(participants__user=people.hanna).count() == 16


# --- a block meets what it forbids -----------------------------------------------------------

PAIR = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
SAME_PAIR = (
    "INSERT INTO conversations (public_id, kind, title, blocked, low_id, high_id)"
    " VALUES (gen_random_uuid(), 'direct', '', false, least(%s, %s), greatest(%s, %s))"
)


def test_a_block_while_a_stranger_begins_leaves_nothing_open(people: Cast, workers: Crowd) -> None:
    """Mika's first text is on its way when Ana blocks her: either order, but never both open."""
    pair = [people.mika.pk, people.ana.pk]
    first, second = workers.workers[:2]
    with holding(SAME_PAIR, *pair, *pair):
        first.begin([("start", people.mika.pk, people.ana.pk, "Hello you.")])
        in_line(1)
        second.begin([("block", people.ana.pk, people.mika.pk)])
        second.pipe.poll(0.5)  # it may be done by now, or stand in line as well
    assert [one.error for one in (*first.came(), *second.came())] == [None, None]
    assert Block.objects.filter(blocker=people.ana, blocked=people.mika).exists()
    low, high = sorted(pair)
    row = Conversation.objects.filter(low_id=low, high_id=high).first()
    assert row is None or row.blocked


def test_a_block_while_a_host_asks_leaves_nothing_open(people: Cast, workers: Crowd) -> None:
    """A block that is about to commit: the offer waits for it, and is not made."""
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    low, high = sorted([people.hanna.pk, people.ana.pk])
    first = workers.workers[0]
    with holding(PAIR, PAIRS, f"{low}:{high}"):
        first.begin(
            [
                ("offer", people.hanna.pk, evening, people.ana.pk),
                ("invite", people.hanna.pk, call, people.ana.pk),
            ]
        )
        in_line(2)
        Block.objects.create(blocker=people.ana, blocked=people.hanna)
    assert [one.refused for one in first.came()] == ["blocked", "blocked"]
    assert not JobOffer.objects.filter(model__user_profile=people.ana).exists()
    assert not Told.objects.filter(model__user_profile=people.ana).exists()


def test_a_block_while_a_model_applies_leaves_nothing_open(people: Cast, workers: Crowd) -> None:
    call = open_call(people.hanna)
    pair = [people.hanna.pk, people.ana.pk]
    first, second = workers.workers[:2]
    with holding(SAME_PAIR, *pair, *pair):
        first.begin([("apply", people.ana.pk, call)])
        in_line(1)
        second.begin([("block", people.hanna.pk, people.ana.pk)])
        second.pipe.poll(0.5)
    assert [one.error for one in (*first.came(), *second.came())] == [None, None]
    low, high = sorted(pair)
    row = Conversation.objects.filter(low_id=low, high_id=high).first()
    assert row is None or row.blocked
