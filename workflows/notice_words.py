"""What notifications about calls, offers and bookings say, in the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from notifications.words import Facts, Words, says
from people.models import User
from workflows.sentences import SENTENCES, session_words

#: What no line in a conversation says in the same words: language -> what -> title.
TITLES = {
    "en": {
        "call.matching": "{host} looks for a model: {session}",
        "call.invited": "{host} asks you to look at a call: {session}",
        "call.closing": "Your call for the {session} closes at {until}",
        "many_applied": "{count} people applied for your {session}",
        "offer.closing": "{host}'s offer for the {session} closes at {until}",
        "booking.agreed": "{model} agreed to the new time of your {session}",
        "booking.place": "{host} changed the place of the {session}",
        "booking.title": "{host} gave the {session} another title",
    },
    "de": {
        "call.matching": "{host} sucht ein Modell: {session}",
        "call.invited": "{host} bittet dich, einen Aufruf anzusehen: {session}",
        "call.closing": "Dein Aufruf für die {session} endet um {until}",
        "many_applied": "{count} Menschen haben sich für deine {session} beworben",
        "offer.closing": "{host}s Angebot für die {session} endet um {until}",
        "booking.agreed": "{model} ist mit der neuen Zeit deiner {session} einverstanden",
        "booking.place": "{host} hat den Ort der {session} geändert",
        "booking.title": "{host} hat der {session} einen anderen Titel gegeben",
    },
}
#: Why a call suits is said in English only so far.
TEXTS = {
    "en": {
        "why": "It suits you: {why}.",
        "until": "Open until {until}.",
        "pending": "{pending} waiting for your decision.",
    },
    "de": {
        "why": "Es passt zu dir.",
        "until": "Offen bis {until}.",
        "pending": "{pending} warten auf deine Entscheidung.",
    },
}
ACTIONS = {
    "en": {"/calls": "See the call", "/inbox": "Open the conversation", "": "See your calendar"},
    "de": {"/calls": "Zum Aufruf", "/inbox": "Zum Gespräch", "": "Zum Kalender"},
}
MOMENT = {"en": "D j M, H:i", "de": "D., j. N, H:i"}
KINDS = (
    "call.matching",
    "call.closing",
    "application.arrived",
    "application.decided",
    "application.moved",
    "offer.received",
    "offer.answered",
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
        text=_text(facts, language),
        path=facts["path"],
        action=ACTIONS[language][place],
    )


def _title(facts: Facts, count: int, reader: User, language: str) -> str:
    what = facts["type"]
    if what == "application.applied" and count > 1:
        what = "many_applied"
    template = TITLES[language].get(what)
    if template is None:
        to_host = facts["host"]["id"] == str(reader.public_id)
        template = SENTENCES[language][what][0 if to_host else 1]
    return template.format(
        host=facts["host"]["name"],
        model=facts.get("model", {}).get("name", ""),
        session=session_words(facts, language),
        until=moment(facts["expires_at"], facts["time_zone"], language)
        if "expires_at" in facts
        else "",
        count=count,
    )


def _text(facts: Facts, language: str) -> str:
    when = moment(facts["starts_at"], facts["time_zone"], language)
    parts = [f"{', '.join(part for part in (facts['title'], when, facts['district']) if part)}."]
    said = TEXTS[language]
    if facts.get("why"):
        parts.append(said["why"].format(why=", ".join(facts["why"])))
    if facts.get("pending"):
        parts.append(said["pending"].format(pending=facts["pending"]))
    elif "expires_at" in facts and facts["type"] in ("call.matching", "call.invited", "offer.sent"):
        until = moment(facts["expires_at"], facts["time_zone"], language)
        parts.append(said["until"].format(until=until))
    return " ".join(parts)


def moment(at: str, zone: str, language: str) -> str:
    """ "Tue 8 Dec, 19:00", where the session is."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    with translation.override(language):
        return date_format(local, MOMENT[language], use_l10n=False)


for _kind in KINDS:
    says(_kind)(words)
