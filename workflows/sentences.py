"""What the system says in the conversation of a host and a model, to each of the two."""

from datetime import datetime
from typing import Any

from conversations.sentences import Facts, says
from people.models import User
from workflows.wording import filled, session_words

#: language -> what happened -> (to the host, to the model).
SENTENCES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "application.applied": (
            "{model} applied for your {session}.",
            "You applied for {host}'s {session}.",
        ),
        "application.withdrawn": (
            "{model} withdrew from your {session}.",
            "You withdrew from {host}'s {session}.",
        ),
        "application.accepted": (
            "You booked {model} for your {session}.",
            "{host} booked you for the {session}. See you there!",
        ),
        "application.filled": (
            "Your {session} went to someone else.",
            "{host}'s {session} went to someone else this time.",
        ),
        "application.declined": (
            "You decided for someone else for your {session}.",
            "{host} decided for someone else for the {session}.",
        ),
        "application.expired": (
            "Your call for the {session} closed without a decision.",
            "{host}'s call for the {session} closed without a decision.",
        ),
        "application.cancelled": (
            "You cancelled the call for your {session}.",
            "{host} cancelled the call for the {session}.",
        ),
        "application.conflict": (
            "{model} is no longer free for your {session}.",
            "You are booked at the time of {host}'s {session} now.",
        ),
        "application.moved": (
            "You changed the time of your {session}.",
            "{host} changed the time of the {session}. Agree, or withdraw without blame.",
        ),
        "application.place": (
            "You changed the place of your {session}.",
            "{host} changed the place of the {session}. Agree, or withdraw without blame.",
        ),
        "application.moved_back": (
            "Your {session} is again what {model} agreed to.",
            "{host}'s {session} is again what you agreed to.",
        ),
        "application.asked_again": (
            "You changed the fee for your {session}, and asked {model} whether it suits.",
            "{host} changed the fee for the {session}. Agree, or withdraw without blame.",
        ),
        "application.as_before": (
            "The fee for your {session} is again what {model} agreed to.",
            "The fee for {host}'s {session} is again what you agreed to.",
        ),
        "application.agreed": (
            "{model} agreed to what you changed for your {session}.",
            "You agreed to what changed for {host}'s {session}.",
        ),
        "booking.moved": (
            "You asked {model} whether the new time of your {session} suits.",
            "{host} changed the time of the {session}. Agree, or leave without blame.",
        ),
        "booking.moved_back": (
            "You moved your {session} back to the time that {model} knows.",
            "{host}'s {session} is at the time that you know again.",
        ),
        "booking.no_show": (
            "You said that {model} did not come to your {session}.",
            "{host} missed you at the {session}. If you were there, say so in your calendar.",
        ),
        "booking.objected": (
            "{model} says that they came to your {session}.",
            "You said that you came to {host}'s {session}.",
        ),
        "booking.lapsed": (
            "{model} did not agree to the new time of your {session}, so the booking is over.",
            "You did not agree to the new time of {host}'s {session}, so your booking is over.",
        ),
        "booking.cancelled_by_host": (
            "You cancelled {model}'s booking for your {session}.",
            "{host} had to cancel your booking for the {session}.",
        ),
        "booking.cancelled_by_model": (
            "{model} had to cancel the booking for your {session}.",
            "You cancelled your booking for {host}'s {session}.",
        ),
        "offer.sent": (
            "You asked {model} for your {session}.",
            "{host} asks you for the {session}.",
        ),
        "offer.moved": (
            "You changed the time of your {session}, for which you asked {model}.",
            "{host} changed the time of the {session}. The offer stands, if it suits you.",
        ),
        "offer.place": (
            "You changed the place of your {session}, for which you asked {model}.",
            "{host} changed the place of the {session}. The offer stands, if it suits you.",
        ),
        "offer.accepted": (
            "{model} said yes to your {session}.",
            "You said yes to {host}'s {session}. See you there!",
        ),
        "offer.declined": (
            "{model} cannot make your {session}.",
            "You said no to {host}'s {session}.",
        ),
        "offer.withdrawn": (
            "You took your offer for the {session} back.",
            "{host} took the offer for the {session} back.",
        ),
        "offer.expired": (
            "Your offer for the {session} ran out without an answer.",
            "{host}'s offer for the {session} ran out.",
        ),
    },
    "de": {
        "application.applied": (
            "{model} hat sich für deine {session} beworben.",
            "Du hast dich für {host}s {session} beworben.",
        ),
        "application.withdrawn": (
            "{model} hat die Bewerbung für deine {session} zurückgezogen.",
            "Du hast deine Bewerbung für {host}s {session} zurückgezogen.",
        ),
        "application.accepted": (
            "Du hast {model} für deine {session} gebucht.",
            "{host} hat dich für die {session} gebucht. Bis dann!",
        ),
        "application.filled": (
            "Deine {session} ging an jemand anderen.",
            "{host}s {session} ging diesmal an jemand anderen.",
        ),
        "application.declined": (
            "Du hast dich für deine {session} anders entschieden.",
            "{host} hat sich für die {session} anders entschieden.",
        ),
        "application.expired": (
            "Dein Aufruf für die {session} endete ohne Entscheidung.",
            "{host}s Aufruf für die {session} endete ohne Entscheidung.",
        ),
        "application.cancelled": (
            "Du hast den Aufruf für deine {session} abgesagt.",
            "{host} hat den Aufruf für die {session} abgesagt.",
        ),
        "application.conflict": (
            "{model} ist für deine {session} nicht mehr frei.",
            "Du bist zur Zeit von {host}s {session} inzwischen gebucht.",
        ),
        "application.moved": (
            "Du hast die Zeit deiner {session} geändert.",
            "{host} hat die Zeit der {session} geändert. Stimm zu, oder zieh deine Bewerbung ohne"
            " Nachteil zurück.",
        ),
        "application.place": (
            "Du hast den Ort deiner {session} geändert.",
            "{host} hat den Ort der {session} geändert. Stimm zu, oder zieh deine Bewerbung ohne"
            " Nachteil zurück.",
        ),
        "application.moved_back": (
            "Deine {session} ist wieder so, wie {model} zugestimmt hat.",
            "{host}s {session} ist wieder so, wie du zugestimmt hast.",
        ),
        "application.asked_again": (
            "Du hast die Gage für deine {session} geändert und {model} gefragt, ob sie passt.",
            "{host} hat die Gage für die {session} geändert. Passt sie dir noch?",
        ),
        "application.as_before": (
            "Die Gage für deine {session} ist wieder die, der {model} zugestimmt hat.",
            "Die Gage für {host}s {session} ist wieder die, der du zugestimmt hast.",
        ),
        "application.agreed": (
            "{model} ist mit den Änderungen deiner {session} einverstanden.",
            "Du bist mit den Änderungen von {host}s {session} einverstanden.",
        ),
        "booking.moved": (
            "Du hast {model} gefragt, ob die neue Zeit deiner {session} passt.",
            "{host} hat die Zeit der {session} geändert. Sag zu, oder tritt ohne Nachteil zurück.",
        ),
        "booking.moved_back": (
            "Du hast deine {session} auf die Zeit zurückgelegt, die {model} kennt.",
            "{host}s {session} ist wieder zu der Zeit, die du kennst.",
        ),
        "booking.no_show": (
            "Du hast gesagt, dass {model} zu deiner {session} nicht kam.",
            "{host} hat dich bei der {session} vermisst. Warst du da, dann sag es in deinem"
            " Kalender.",
        ),
        "booking.objected": (
            "{model} sagt, bei deiner {session} gewesen zu sein.",
            "Du hast gesagt, dass du bei {host}s {session} warst.",
        ),
        "booking.lapsed": (
            "{model} hat der neuen Zeit deiner {session} nicht zugestimmt: Die Buchung ist vorbei.",
            "Du hast der neuen Zeit von {host}s {session} nicht zugestimmt: Deine Buchung ist"
            " vorbei.",
        ),
        "booking.cancelled_by_host": (
            "Du hast {model}s Buchung für deine {session} abgesagt.",
            "{host} musste deine Buchung für die {session} absagen.",
        ),
        "booking.cancelled_by_model": (
            "{model} musste die Buchung für deine {session} absagen.",
            "Du hast deine Buchung für {host}s {session} abgesagt.",
        ),
        "offer.sent": (
            "Du hast {model} für deine {session} gefragt.",
            "{host} fragt dich für die {session}.",
        ),
        "offer.moved": (
            "Du hast die Zeit deiner {session} geändert, für die du {model} gefragt hast.",
            "{host} hat die Zeit der {session} geändert. Das Angebot gilt, wenn es dir passt.",
        ),
        "offer.place": (
            "Du hast den Ort deiner {session} geändert, für die du {model} gefragt hast.",
            "{host} hat den Ort der {session} geändert. Das Angebot gilt, wenn es dir passt.",
        ),
        "offer.accepted": (
            "{model} hat für deine {session} zugesagt.",
            "Du hast für {host}s {session} zugesagt. Bis dann!",
        ),
        "offer.declined": (
            "{model} kann bei deiner {session} nicht.",
            "Du hast für {host}s {session} abgesagt.",
        ),
        "offer.withdrawn": (
            "Du hast dein Angebot für die {session} zurückgenommen.",
            "{host} hat das Angebot für die {session} zurückgenommen.",
        ),
        "offer.expired": (
            "Dein Angebot für die {session} lief ohne Antwort aus.",
            "{host}s Angebot für die {session} ist ausgelaufen.",
        ),
    },
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
    return _sentence(data, "en", to_host=True)


def _words(data: Facts, reader: User) -> str:
    language = reader.language if reader.language in SENTENCES else "en"
    return _sentence(data, language, to_host=data["host"]["id"] == str(reader.public_id))


def _sentence(data: Facts, language: str, *, to_host: bool) -> str:
    template = SENTENCES[language][data["type"]][0 if to_host else 1]
    return filled(
        template,
        language,
        host=data["host"]["name"],
        model=data["model"]["name"],
        session=session_words(data, language),
    )


for _what in SENTENCES["en"]:
    says(_what)(_words)
