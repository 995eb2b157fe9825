"""What notifications about calls, offers and bookings say, in the reader's language."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from notifications.words import Facts, Words, says
from people import time_zones
from people.models import User
from workflows import reasons
from workflows.money import money
from workflows.notice_facts import CHANGED, OFFER_CHANGED
from workflows.notice_titles import OVER, TITLES
from workflows.sentences import SENTENCES
from workflows.wording import filled, session_words

#: Why a call suits is said in English only so far.
TEXTS = {
    "en": {
        "why": "It suits you: {why}.",
        "until": "Open until {until}.",
        "over": "It is over by now.",
        "accepted": "You said yes.",
        "declined": "You said no.",
        "withdrawn": "It was taken back.",
        "expired": "It ran out.",
        "pending": "{pending} waiting for your decision.",
        "apart": "You two are not in contact any more, so the new place is not shown. You can"
        " cancel your booking without blame.",
        "time": "It was {before}.",
        "agreed": "Until you agree you are booked for {before}.",
        "place": "It is now here: {place}.",
        "title": "It was called {before}.",
        "fee": "The fee is now {fee}.",
        "unpaid": "by arrangement",
        "yours": "{mine}, your time ({there} in {city})",
    },
    "de": {
        "why": "Es passt zu dir: {why}.",
        "until": "Offen bis {until}.",
        "over": "Das ist inzwischen vorbei.",
        "accepted": "Du hast zugesagt.",
        "declined": "Du hast abgesagt.",
        "withdrawn": "Es wurde zurückgenommen.",
        "expired": "Es ist ausgelaufen.",
        "pending": "{pending} warten auf deine Entscheidung.",
        "apart": "Ihr habt keinen Kontakt mehr, deshalb wird der neue Ort nicht gezeigt. Du kannst"
        " deine Buchung ohne Nachteil absagen.",
        "time": "Vorher war es {before}.",
        "agreed": "Bis du zustimmst, bist du für {before} gebucht.",
        "place": "Es ist jetzt hier: {place}.",
        "title": "Vorher hieß es {before}.",
        "fee": "Die Gage ist jetzt {fee}.",
        "unpaid": "nach Absprache",
        "yours": "{mine} deiner Zeit ({there} in {city})",
    },
}
ACTIONS = {
    "en": {"/calls": "See the call", "/inbox": "Open the conversation", "": "See your calendar"},
    "de": {"/calls": "Zum Aufruf", "/inbox": "Zum Gespräch", "": "Zum Kalender"},
}
#: What says until when it is open.
OPEN = ("call.matching", "call.invited", "offer.sent", *OFFER_CHANGED)
MOMENT = {"en": "D j M, H:i", "de": "D., j. N, H:i"}
WITH_YEAR = {"en": "D j M Y, H:i", "de": "D., j. N Y, H:i"}
CLOCK = "H:i"
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
    language = reader.language if reader.language in TITLES else "en"
    place = next(start for start in ACTIONS[language] if facts["path"].startswith(start))
    return Words(
        title=_title(facts, count, reader, language),
        text=_text(facts, reader, language),
        path=facts["path"],
        action=ACTIONS[language][place],
    )


def _title(facts: Facts, count: int, reader: User, language: str) -> str:
    what = _what(facts)
    people = min(count, facts.get("people", count))  # who came and went counts once, or not
    if what == "application.applied" and people > 1:
        what = "many_applied"
    over = OVER[language].get(what) if facts.get("over") else None
    template = over or TITLES[language].get(what)
    if template is None:
        to_host = facts["host"]["id"] == str(reader.public_id)
        template = SENTENCES[language][what][0 if to_host else 1]
    expires_at = facts.get("expires_at")
    return filled(
        template,
        language,
        host=facts["host"]["name"],
        model=facts.get("model", {}).get("name", ""),
        session=session_words(facts, language),
        until=moment(expires_at, facts, reader, language) if expires_at else "",
        count=people,
    )


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


def _text(facts: Facts, reader: User, language: str) -> str:
    said = TEXTS[language]
    when = moment(facts["starts_at"], facts, reader, language)
    parts = [f"{', '.join(part for part in (facts['title'], when, facts['district']) if part)}."]
    parts += _changed(facts, reader, language)
    why = [] if facts.get("over") else _reasons(facts.get("why", []), language)
    if why:
        parts.append(said["why"].format(why=", ".join(why)))
    if facts["type"] == "booking.place_kept":
        parts.append(said["apart"])
    if facts.get("pending"):
        parts.append(said["pending"].format(pending=facts["pending"]))
    elif "expires_at" in facts and facts["type"] in OPEN:
        until = moment(facts["expires_at"], facts, reader, language)
        end = facts.get("ended") or "over"
        parts.append(said[end if facts.get("over") else "until"].format(until=until))
    return " ".join(parts)


def _reasons(why: list[Any], language: str) -> list[str]:
    """Notices from before they were facts hold sentences."""
    facts = [reason for reason in why if isinstance(reason, dict)]
    return [reason.words for reason in reasons.suits(facts, language)]


def _changed(facts: Facts, reader: User, language: str) -> list[str]:
    """All that changed since the reader knew it, and where to."""
    said, found, before = TEXTS[language], changes(facts), facts.get("before", {})
    parts = []
    if facts.get("asked") and facts["type"] in CHANGED:
        agreed = moment(facts["agreed"], facts, reader, language)
        parts.append(said["agreed"].format(before=agreed))
    elif "time" in found:
        parts.append(
            said["time"].format(before=moment(before["starts_at"], facts, reader, language))
        )
    if "place" in found:
        where = ", ".join(part for part in (facts.get("place"), facts["district"]) if part)
        if where:
            parts.append(said["place"].format(place=where))
    if "title" in found:
        parts.append(said["title"].format(before=before["title"]))
    if "fee" in found:
        parts.append(said["fee"].format(fee=_fee(facts, language)))
    return parts


def _fee(facts: Facts, language: str) -> str:
    amount = facts.get("fee_amount")
    return TEXTS[language]["unpaid"] if amount is None else money(amount, facts["fee_currency"])


def moment(at: str, facts: Facts, reader: User, language: str) -> str:
    """ "Tue 8 Dec, 19:00" by the reader's clock, and by that of the session where it is another.

    The year is said when it is not the one in which it is read.
    """
    zones = time_zones.zone(reader.time_zone), time_zones.zone(facts["time_zone"])
    mine, there = (datetime.fromisoformat(at).astimezone(zone) for zone in zones)
    said = datetime.fromisoformat(facts["said_at"]).astimezone(mine.tzinfo)
    form = (MOMENT if mine.year == said.year else WITH_YEAR)[language]
    with translation.override(language):
        words = date_format(mine, form, use_l10n=False)
        if mine.replace(tzinfo=None) == there.replace(tzinfo=None):
            return words
        same_day = mine.date() == there.date()
        other = date_format(there, CLOCK if same_day else MOMENT[language], use_l10n=False)
    city = facts["time_zone"].rpartition("/")[2].replace("_", " ")
    return TEXTS[language]["yours"].format(mine=words, there=other, city=city)


for _kind in KINDS:
    says(_kind)(words)
