"""Reporting and deciding in short words; each calls the product's own action in this process."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock
from moderation import actions
from moderation.actions import decisions
from moderation.models import Report, Sanction
from moderation.verbs import Appeal
from moderation.verbs import Report as Ask
from people.models import User
from tests import dealings, stories
from tests.feed import posting
from tests.people import Cast, person

DAY = timedelta(days=1)
MONKEY = "\N{MONKEY FACE}"


def report(by: User, reason: str = "Rude", **thing: Any) -> Report:
    actions.report(Ask(key=uuid.uuid4(), reason=reason, **thing), by=by)
    return Report.objects.filter(reporter=by).latest("pk")


def another(by: User, person: User) -> Report:
    """Of somebody who cannot be found any more, too."""
    return Report.objects.create(
        reporter=by, person=person, reason="Worse", about=f"profile.{uuid.uuid4()}"
    )


def moderator(name: str = "Otto", **fields: Any) -> User:
    return person(name, is_staff=True, is_superuser=True, **fields)


def decide(row: Report, decision: str, by: User, *, until: Any = None) -> Sanction | None:
    if decision in ("limit", "suspend"):
        until = until or clock.now() + DAY
    return decisions.decide(row, decision, words="Be kind.", until=until, by=by)


def sanction(person: User, kind: str, *, reporter: User, by: User) -> Sanction:
    found = decide(report(reporter, person=person.public_id), kind, by)
    assert found is not None
    return found


def appeal(by: User, about: Sanction, text: str = "It was a joke.") -> None:
    actions.appeal(Appeal(key=uuid.uuid4(), sanction=about.public_id, text=text), by=by)


# --- one of everything that can be reported ----------------------------------------------------

Thing = Callable[[Cast], tuple[dict[str, Any], str]]


def _message(people: Cast) -> tuple[dict[str, Any], str]:
    talk = stories.talking(people.hanna, people.ana)
    number = stories.say(people.hanna, talk, "An insult.").number
    return {"conversation": talk, "number": number}, "An insult."


def _group(people: Cast) -> tuple[dict[str, Any], str]:
    stories.talking(people.hanna, people.ana)
    talk = stories.group(people.hanna, people.ana, title="An insult")
    return {"conversation": talk}, "An insult"


def _post(people: Cast) -> tuple[dict[str, Any], str]:
    return {"post": posting.publish(people.hanna, "An insult.")}, "An insult."


def _call(people: Cast) -> tuple[dict[str, Any], str]:
    evening: UUID = stories.session(people.hanna, title="An insult")
    return {"call": stories.open_call(people.hanna, evening)}, "An insult"


def _offer(people: Cast) -> tuple[dict[str, Any], str]:
    evening = stories.session(people.hanna, title="An insult")
    return {"offer": dealings.offer(people.hanna, evening, people.ana)}, "An insult"


def _session(people: Cast) -> tuple[dict[str, Any], str]:
    evening = stories.session(people.hanna, title="An insult", is_public=True)
    return {"session": evening}, "An insult"


def _application(people: Cast) -> tuple[dict[str, Any], str]:
    """To whoever applied it is about what they applied to."""
    call = _call(people)[0]["call"]
    return {"application": stories.apply(people.ana, call).application}, "An insult"


def _booking(people: Cast) -> tuple[dict[str, Any], str]:
    booked = stories.booked(people.hanna, people.ana, title="An insult")
    return {"booking": booked.booking}, "An insult"


def _reaction(people: Cast) -> tuple[dict[str, Any], str]:
    """On what the reporter has said themselves."""
    talk = stories.talking(people.hanna, people.ana)
    number = stories.say(people.ana, talk, "How do I look?").number
    stories.react(people.hanna, talk, number, MONKEY)
    return {"conversation": talk, "number": number, "person": people.hanna.public_id}, MONKEY


def _profile(people: Cast) -> tuple[dict[str, Any], str]:
    User.objects.filter(pk=people.hanna.pk).update(about="An insult.")
    return {"person": people.hanna.public_id}, "An insult."


THINGS: dict[str, Thing] = {
    "message": _message,
    "reaction": _reaction,
    "group": _group,
    "post": _post,
    "session": _session,
    "call": _call,
    "application": _application,
    "offer": _offer,
    "booking": _booking,
    "profile": _profile,
}
