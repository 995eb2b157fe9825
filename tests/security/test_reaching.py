"""One budget a day and person for all that strangers hear of; the unconfirmed reach nobody."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import msgspec
import pytest
from django.conf import settings
from django.test import override_settings

from consumers.commands import COMMANDS
from conversations.models import Reach
from conversations.reaching import COSTS
from core import clock as deciding
from core.refused import Refused
from people.models import User
from protocol.wire import Reaches
from tests import clock, dealings, stories
from tests.client import looked
from tests.feed import posting
from tests.people import Cast, host, model, person
from tests.refusals import refused
from tests.security import foreign

#: What is asked where `foreign.VERBS` names nothing of anybody else.
OTHERWISE: dict[str, dict[str, Any]] = {
    "post.publish": {"content": "News"},
    "session.create": {
        "title": "Life drawing",
        "local_start": "2040-01-01T19:00:00",
        "minutes": 120,
        "time_zone": "UTC",
    },
}


def budget(contacts: int, **limits: float) -> override_settings:
    limits = {"cold_contacts_per_day": contacts, **limits}
    return override_settings(LIMITS=msgspec.structs.replace(settings.LIMITS, **limits))


def ask(verb: str, by: User, **fields: Any) -> Any:
    kind = COMMANDS[verb].ask
    key = {"key": str(uuid.uuid4())} if "key" in kind.__struct_fields__ else {}
    return COMMANDS[verb].act(msgspec.convert(key | looked(verb, fields), kind), by=by)


def declared(*reaches: str) -> list[str]:
    return sorted(v for v, c in COMMANDS.items() if getattr(c.ask, "reaches", "") in reaches)


# --- every verb says whom it reaches -----------------------------------------------------------


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_declares_whom_it_reaches(verb: str) -> None:
    assert COMMANDS[verb].ask.__dict__.get("reaches") in get_args(Reaches)


@pytest.mark.attack(
    "reaching others from an account without a confirmed address", "`forbidden`, for every verb"
)
@pytest.mark.parametrize("verb", declared("known", "strangers"))
def test_an_account_that_is_not_confirmed_reaches_nobody(verb: str) -> None:
    newcomer = person("Nora", email_confirmed_at=None, is_host=True, is_model=True)
    fields = foreign.VERBS.get(verb) or OTHERWISE.get(verb, {})
    with refused("forbidden", reasons=["email_unconfirmed"]):
        ask(verb, newcomer, **foreign.filled(fields, foreign.NOWHERE))


@pytest.mark.parametrize("verb", ["block", "unfollow", "profile.update", "notification.read_all"])
def test_they_may_keep_away_from_people_and_settle_in(people: Cast, verb: str) -> None:
    newcomer = person("Nora", email_confirmed_at=None)
    named = {"person": str(people.hanna.public_id)} if verb in ("block", "unfollow") else {}
    ask(verb, newcomer, **named)


# --- every act that strangers hear of ----------------------------------------------------------


def mention(by: User, stranger: User) -> None:
    founder = person("Flo")
    group = stories.group(founder, by, stranger)
    stories.say(by, group, f"Hello @{stranger.handle}, look!")


def invite(by: User, stranger: User) -> None:
    with override_settings(LIMITS=settings.LIMITS):
        call = stories.call_row(stories.open_call(host()))
    call.host = by
    call.calendar_session.host = by
    call.calendar_session.save()
    call.save()
    dealings.invite(by, call.public_id, stranger)


def reopen(by: User, stranger: User) -> None:
    call = stories.open_call(by)
    dealings.cancel_call(by, call)
    dealings.reopen(by, call)


#: verb -> something that a stranger hears, or everybody whom it suits, or the staff.
ACTS: dict[str, Callable[[User, User], Any]] = {
    "call.apply": lambda by, stranger: stories.apply(by, stories.open_call(stranger)),
    "call.invite": invite,
    "call.open": lambda by, stranger: stories.open_call(by),
    "call.reopen": reopen,
    "conversation.start": lambda by, stranger: stories.start(by, stranger, "Do you model?"),
    "follow": posting.follow,
    "message.send": mention,
    "offer.send": lambda by, stranger: dealings.offer(by, stories.session(by), stranger),
    "report": lambda by, stranger: ask(
        "report", by, person=str(stranger.public_id), reason="Rude."
    ),
}


def test_every_verb_that_reaches_strangers_is_tried_here() -> None:
    assert declared("strangers") == sorted(ACTS)


def somebody() -> User:
    """Who hosts and models, so that every act suits them."""
    other = model("Nina")
    other.is_host = True
    other.save()
    return other


@pytest.mark.attack(
    "reaching any number of strangers by any act", "`rate_limited`: one budget a day"
)
@pytest.mark.parametrize("verb", ACTS)
def test_strangers_are_reached_so_often_a_day_and_no_more(verb: str) -> None:
    by = somebody()
    with budget(1):
        assert until_refused(verb, by) <= 10
    with budget(0), refused("rate_limited", reasons=["contacts"]):
        ACTS[verb](by, somebody())


def until_refused(verb: str, by: User) -> int:
    """How many strangers heard of it before the budget was spent."""
    reached = 0

    def go_on() -> None:
        nonlocal reached
        for _ in range(12):
            ACTS[verb](by, somebody())
            reached += 1

    with pytest.raises(Refused) as caught:
        go_on()
    error = caught.value
    assert (error.code, error.details["reasons"]) == ("rate_limited", ["contacts"])
    assert error.details["free_at"] > deciding.now()
    assert error.as_error()["retry"] is False
    return reached


def test_only_who_is_told_of_a_mention_is_counted() -> None:
    """One grammar says whom a text calls: for the screen, the postman and the budget."""
    by, stranger = somebody(), somebody()
    group = stories.group(person("Flo"), by, stranger)
    with budget(0):
        for text in ("https://example.org/@{}", "a.b/@{}", "me@{}.org", "@{}.org", "@{}@there"):
            stories.say(by, group, text.format(stranger.handle))
        with refused("rate_limited", reasons=["contacts"]):
            stories.say(by, group, f"(@{stranger.handle.upper()})")


def test_all_acts_share_one_budget() -> None:
    by = somebody()
    with budget(3):
        stories.start(by, somebody(), "Do you model?")
        dealings.offer(by, stories.session(by), somebody())
        another_day = deciding.now().replace(microsecond=0) + timedelta(days=4)
        stranger = somebody()
        evening = stories.session(stranger, starts_at=another_day)
        stories.apply(by, stories.open_call(stranger, evening))
        for _ in range(5):
            posting.follow(by, somebody())
        for verb in ("conversation.start", "offer.send", "follow", "report", "call.apply"):
            with refused("rate_limited"):
                ACTS[verb](by, somebody())


def test_thirty_nine_models_are_not_asked_on_one_day() -> None:
    by = host()
    session = stories.session(by)
    asked = 0
    with refused("rate_limited"):
        for _ in range(39):
            dealings.offer(by, session, model("Nina"))
            asked += 1
    assert asked == settings.LIMITS.cold_contacts_per_day


def test_new_accounts_have_less() -> None:
    by = host(created_at=deciding.now() - timedelta(days=1))
    reached = until_refused("conversation.start", by)
    assert reached == settings.LIMITS.cold_contacts_new_account < 10
    clock.travel(timedelta(days=settings.LIMITS.new_account_days))
    stories.start(by, model("Nina"), "Do you model?")


def test_it_is_free_again_when_it_says_so() -> None:
    by = host()
    with budget(2):
        stories.start(by, model("Nina"), "Do you model?")
        clock.travel(timedelta(hours=5))
        stories.start(by, model("Nina"), "Do you model?")
        with refused("rate_limited") as said:
            stories.start(by, model("Nina"), "Do you model?")
        assert timedelta(hours=18) < said.details["free_at"] - deciding.now() < timedelta(hours=19)
        clock.travel(timedelta(hours=24, minutes=1))
        stories.start(by, model("Nina"), "Do you model?")


# --- what costs nothing, and what costs again ----------------------------------------------------


def test_those_who_know_each_other_cost_nothing(people: Cast) -> None:
    stories.talking(people.hanna, people.ana)
    with budget(0):
        dealings.offer(people.hanna, stories.session(people.hanna), people.ana)
        posting.follow(people.hanna, people.ana)


def test_an_answer_costs_nothing(people: Cast) -> None:
    stories.start(people.ana, people.hanna, "Do you look for a model?")
    with budget(0):
        dealings.offer(people.hanna, stories.session(people.hanna), people.ana)


@pytest.mark.parametrize("act", ["offer", "invitation"])
def test_who_answers_gives_it_back(people: Cast, act: str) -> None:
    call = stories.open_call(people.hanna)
    if act == "offer":
        asked = dealings.offer(people.hanna, stories.session(people.hanna), people.ana)
        dealings.accept(people.ana, asked)
    else:
        dealings.invite(people.hanna, call, people.ana)
        stories.apply(people.ana, call)
    unanswered = Reach.objects.filter(by=people.hanna, other=people.ana, answered_at=None)
    assert not unanswered.exists()


def test_what_was_refused_costs_nothing(people: Cast) -> None:
    with refused("bad_request"):
        dealings.offer(people.hanna, stories.session(people.hanna), people.ana, timedelta(days=9))
    assert not Reach.objects.filter(by=people.hanna, kind="offer").exists()


def test_the_ledger_keeps_a_day(people: Cast) -> None:
    stories.start(people.hanna, people.ana, "Do you model?")
    clock.travel(timedelta(days=2))
    stories.start(people.hanna, people.jane, "Do you model?")
    assert Reach.objects.filter(by=people.hanna).count() == 1


def test_every_kind_has_a_cost() -> None:
    """At the first time, or where it is done again."""
    assert all(cost.first > 0 or cost.again for cost in COSTS.values())
