"""What the system says in the conversation of a host and a model, to each of the two."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from conversations.sentences import Facts, says
from people.models import User
from people.speaking import OURS, speaking
from workflows.wording import filled, session_words

#: What happened -> (to the host, to the model).
SENTENCES: dict[str, tuple[str, str]] = {
    "application.applied": (
        _("{model} applied for your {session}."),
        _("You applied for {of_host} {session}."),
    ),
    "application.withdrawn": (
        _("{model} withdrew from your {session}."),
        _("You withdrew from {of_host} {session}."),
    ),
    "application.accepted": (
        _("You booked {model} for your {session}."),
        _("{host} booked you for the {session}. See you there!"),
    ),
    "application.filled": (
        _("Your {session} went to someone else."),
        _("{of_host} {session} went to someone else this time."),
    ),
    "application.declined": (
        _("You decided for someone else for your {session}."),
        _("{host} decided for someone else for the {session}."),
    ),
    "application.expired": (
        _("Your call for the {session} closed without a decision."),
        _("{of_host} call for the {session} closed without a decision."),
    ),
    "application.cancelled": (
        _("You cancelled the call for your {session}."),
        _("{host} cancelled the call for the {session}."),
    ),
    "application.conflict": (
        _("{model} is no longer free for your {session}."),
        _("You are booked at the time of {of_host} {session} now."),
    ),
    "application.moved": (
        _("You changed the time of your {session}."),
        _("{host} changed the time of the {session}. Agree, or withdraw without blame."),
    ),
    "application.place": (
        _("You changed the place of your {session}."),
        _("{host} changed the place of the {session}. Agree, or withdraw without blame."),
    ),
    "application.moved_back": (
        _("Your {session} is again what {model} agreed to."),
        _("{of_host} {session} is again what you agreed to."),
    ),
    "application.asked_again": (
        _("You changed the fee for your {session}, and asked {model} whether it suits."),
        _("{host} changed the fee for the {session}. Agree, or withdraw without blame."),
    ),
    "application.as_before": (
        _("The fee for your {session} is again what {model} agreed to."),
        _("The fee for {of_host} {session} is again what you agreed to."),
    ),
    "application.agreed": (
        _("{model} agreed to what you changed for your {session}."),
        _("You agreed to what changed for {of_host} {session}."),
    ),
    "booking.moved": (
        _("You asked {model} whether the new time of your {session} suits."),
        _("{host} changed the time of the {session}. Agree, or leave without blame."),
    ),
    "booking.moved_back": (
        _("You moved your {session} back to the time that {model} knows."),
        _("{of_host} {session} is at the time that you know again."),
    ),
    "booking.no_show": (
        _("You said that {model} did not come to your {session}."),
        _("{host} missed you at the {session}. If you were there, say so in your calendar."),
    ),
    "booking.objected": (
        _("{model} says that they came to your {session}."),
        _("You said that you came to {of_host} {session}."),
    ),
    "booking.lapsed": (
        _("{model} did not agree to the new time of your {session}, so the booking is over."),
        _("You did not agree to the new time of {of_host} {session}, so your booking is over."),
    ),
    "booking.cancelled_by_host": (
        _("You cancelled {of_model} booking for your {session}."),
        _("{host} had to cancel your booking for the {session}."),
    ),
    "booking.cancelled_by_model": (
        _("{model} had to cancel the booking for your {session}."),
        _("You cancelled your booking for {of_host} {session}."),
    ),
    "offer.sent": (
        _("You asked {model} for your {session}."),
        _("{host} asks you for the {session}."),
    ),
    "offer.moved": (
        _("You changed the time of your {session}, for which you asked {model}."),
        _("{host} changed the time of the {session}. The offer stands, if it suits you."),
    ),
    "offer.place": (
        _("You changed the place of your {session}, for which you asked {model}."),
        _("{host} changed the place of the {session}. The offer stands, if it suits you."),
    ),
    "offer.accepted": (
        _("{model} said yes to your {session}."),
        _("You said yes to {of_host} {session}. See you there!"),
    ),
    "offer.declined": (
        _("{model} cannot make your {session}."),
        _("You said no to {of_host} {session}."),
    ),
    "offer.withdrawn": (
        _("You took your offer for the {session} back."),
        _("{host} took the offer for the {session} back."),
    ),
    "offer.expired": (
        _("Your offer for the {session} ran out without an answer."),
        _("{of_host} offer for the {session} ran out."),
    ),
}


def facts(what: str, *, host: User, model: User, session: Any, now: datetime) -> Facts:
    """The typed data of a system message; everything that its words need, as of now."""
    return {
        "type": what,
        "host": {"id": str(host.public_id), "name": host.display_name},
        "model": {"id": str(model.public_id), "name": model.display_name},
        "session": str(session.public_id),
        "starts_at": session.during.lower.isoformat(),
        "time_zone": session.time_zone,
        "said_at": now.isoformat(),
    }


def summary(data: Facts) -> str:
    """What the row itself holds: the host's sentence in English."""
    with speaking(OURS):
        return _sentence(data, to_host=True)


def _words(data: Facts, reader: User) -> str:
    return _sentence(data, to_host=data["host"]["id"] == str(reader.public_id))


def _sentence(data: Facts, *, to_host: bool) -> str:
    return filled(
        gettext(SENTENCES[data["type"]][0 if to_host else 1]),
        host=data["host"]["name"],
        model=data["model"]["name"],
        session=session_words(data),
    )


for _what in SENTENCES:
    says(_what)(_words)
