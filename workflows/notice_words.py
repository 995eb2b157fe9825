"""What notifications about calls, offers and bookings say, in the reader's language."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_noop as _

from notifications.words import Facts, Words, says
from people import time_zones
from people.models import User
from workflows import reasons
from workflows.money import money
from workflows.notice_facts import CHANGED, OFFER_CHANGED
from workflows.notice_titles import OVER, TITLES
from workflows.sentences import SENTENCES
from workflows.wording import filled, session_words

#: How what could be answered has ended.
ENDED = {
    "over": _("It is over by now."),
    "accepted": _("You said yes."),
    "declined": _("You said no."),
    "withdrawn": _("It was taken back."),
    "expired": _("It ran out."),
}
ACTIONS = {
    "/calls": _("See the call"),
    "/inbox": _("Open the conversation"),
    "": _("See your calendar"),
}
#: What says until when it is open.
OPEN = ("call.matching", "call.invited", "offer.sent", *OFFER_CHANGED)
KINDS = (
    "call.matching",
    "call.closing",
    "application.arrived",
    "application.decided",
    "application.moved",
    "offer.received",
    "offer.answered",
    "offer.changed",
    "offer.closing",
    "booking.made",
    "booking.changed",
    "booking.cancelled",
)


def words(facts: Facts, count: int, reader: User) -> Words:
    place = next(start for start in ACTIONS if facts["path"].startswith(start))
    return Words(
        title=_title(facts, count, reader),
        text=_text(facts, reader),
        path=facts["path"],
        action=gettext(ACTIONS[place]),
    )


def _title(facts: Facts, count: int, reader: User) -> str:
    expires_at = facts.get("expires_at")
    people = min(count, facts.get("people", count))  # who came and went counts once, or not
    return filled(
        _sentence(facts, people, reader),
        host=facts["host"]["name"],
        model=facts.get("model", {}).get("name", ""),
        session=session_words(facts),
        until=moment(expires_at, facts, reader) if expires_at else "",
        count=people,
    )


def _sentence(facts: Facts, people: int, reader: User) -> str:
    what = _what(facts)
    if what == "application.applied" and people > 1:
        return ngettext(
            "{count} person applied for your {session}",
            "{count} people applied for your {session}",
            people,
        )
    sentence = (OVER.get(what) if facts.get("over") else None) or TITLES.get(what)
    if sentence is None:
        to_host = facts["host"]["id"] == str(reader.public_id)
        sentence = SENTENCES[what][0 if to_host else 1]
    return gettext(sentence)


def changes(facts: Facts) -> set[str]:
    """What is another thing now than the reader knew: "time", "place", "title", "fee"."""
    before = facts.get("before")
    if not before or facts["type"] == "offer.withdrawn":
        return set()
    found = set()
    if any(before[it] != facts[it] for it in ("starts_at", "ends_at")):
        found.add("time")
    if (before["place"], before["district"]) != (facts.get("place", ""), facts["district"]):
        found.add("place")
    if before["title"] != facts["title"]:
        found.add("title")
    fee = ("fee_amount", "fee_currency")
    if "fee_amount" in before and [before[it] for it in fee] != [facts.get(it) for it in fee]:
        found.add("fee")
    return found


def _what(facts: Facts) -> str:
    """Of several changes that are told together, what needs an answer goes before the rest."""
    what: str = facts["type"]
    if what in OFFER_CHANGED and facts.get("before"):
        return "offer.moved" if "time" in changes(facts) else "offer.place"
    if what not in CHANGED or not (facts.get("before") or facts["asked"]):
        return what
    found = changes(facts)
    if facts["asked"]:
        return "booking.moved"
    if what in ("booking.place_kept", "booking.moved"):  # the new time was agreed to
        return what
    if "time" in found:
        return "booking.moved_back"
    if "place" in found:
        return "booking.place"
    return "booking.title" if "title" in found else what


def _text(facts: Facts, reader: User) -> str:
    when = moment(facts["starts_at"], facts, reader)
    parts = [f"{', '.join(part for part in (facts['title'], when, facts['district']) if part)}."]
    parts += _changed(facts, reader)
    why = [] if facts.get("over") else _reasons(facts.get("why", []))
    if why:
        parts.append(gettext("It suits you: {why}.").format(why=", ".join(why)))
    if facts["type"] == "booking.place_kept":
        parts.append(
            gettext(
                "You two are not in contact any more, so the new place is not shown. You can"
                " cancel your booking without blame."
            )
        )
    if pending := facts.get("pending"):
        waiting = ngettext(
            "{count} waiting for your decision.", "{count} waiting for your decision.", pending
        )
        parts.append(waiting.format(count=pending))
    elif "expires_at" in facts and facts["type"] in OPEN:
        parts.append(_open(facts, reader))
    return " ".join(parts)


def _open(facts: Facts, reader: User) -> str:
    """Until when it is, or how it ended."""
    if facts.get("over"):
        return gettext(ENDED[facts.get("ended") or "over"])
    until = moment(facts["expires_at"], facts, reader)
    return gettext("Open until {until}.").format(until=until)


def _reasons(why: list[Any]) -> list[str]:
    """Notices from before they were facts hold sentences."""
    facts = [reason for reason in why if isinstance(reason, dict)]
    return [reason.words for reason in reasons.suits(facts)]


def _changed(facts: Facts, reader: User) -> list[str]:
    """All that changed since the reader knew it, and where to."""
    found, before = changes(facts), facts.get("before", {})
    parts = []
    if facts.get("asked") and facts["type"] in CHANGED:
        agreed = moment(facts["agreed"], facts, reader)
        parts.append(gettext("Until you agree you are booked for {when}.").format(when=agreed))
    elif "time" in found:
        when = moment(before["starts_at"], facts, reader)
        parts.append(gettext("It was {when}.").format(when=when))
    if "place" in found:
        where = ", ".join(part for part in (facts.get("place"), facts["district"]) if part)
        if where:
            parts.append(gettext("It is now here: {place}.").format(place=where))
    if "title" in found:
        parts.append(gettext("It was called {title}.").format(title=before["title"]))
    if "fee" in found:
        parts.append(gettext("The fee is now {fee}.").format(fee=_fee(facts)))
    return parts


def _fee(facts: Facts) -> str:
    amount = facts.get("fee_amount")
    if amount is None:
        return pgettext("fee", "by arrangement")
    return money(amount, facts["fee_currency"])


def moment(at: str, facts: Facts, reader: User) -> str:
    """ "Tue 8 Dec, 19:00" by the reader's clock, and by that of the session where it is another.

    The year is said when it is not the one in which it is read.
    """
    zones = time_zones.zone(reader.time_zone), time_zones.zone(facts["time_zone"])
    mine, there = (datetime.fromisoformat(at).astimezone(zone) for zone in zones)
    said = datetime.fromisoformat(facts["said_at"]).astimezone(mine.tzinfo)
    without_year = pgettext("date format", "D j M, H:i")
    with_year = pgettext("date format", "D j M Y, H:i")
    words = date_format(mine, without_year if mine.year == said.year else with_year)
    if mine.replace(tzinfo=None) == there.replace(tzinfo=None):
        return words
    same_day = mine.date() == there.date()
    other = date_format(there, pgettext("date format", "H:i") if same_day else without_year)
    city = facts["time_zone"].rpartition("/")[2].replace("_", " ")
    yours = gettext("{mine}, your time ({there} in {city})")
    return yours.format(mine=words, there=other, city=city)


for _kind in KINDS:
    says(_kind)(words)
