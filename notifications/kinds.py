"""What somebody can be told when they are not looking, and how it is told unless they say else."""

from datetime import timedelta
from typing import Literal, NamedTuple, get_args

Channel = Literal["email", "push"]
#: In which role one hears it; who is both host and model sets each on its own.
Hat = Literal["host", "model", "any"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)


class Kind(NamedTuple):
    """`listed`: it stands in the notification list, too.

    `folded`: several about one thing are told together, after so many seconds. `paused`: told
    again and again of one thing, a person hears of it less and less often. `urgent`: may
    break quiet hours for who has allowed it. `fixed`: cannot be switched off. `owed`: told over a
    block too, because an obligation stands. `email` and `push` hold for who has set nothing.
    """

    name: str
    hats: tuple[Hat, ...]
    title: str
    email: bool = True
    push: bool = True
    listed: bool = True
    folded: int = 0
    paused: bool = False
    urgent: bool = False
    fixed: bool = False
    owed: bool = False


#: Seconds in which somebody who changes an evening is mostly done with it: one mail says it all.
TOGETHER = 120
#: How long the second mail about a thing waits after the first, the third after the second, and
#: every other one of that day. What is urgent waits for the first of them at most.
PAUSES = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))

KINDS = {
    kind.name: kind
    for kind in (
        Kind("call.matching", ("model",), "An open call that suits you", urgent=True),
        Kind("call.closing", ("host",), "Your call is about to close", email=False, urgent=True),
        Kind("application.arrived", ("host",), "Somebody applied", folded=30),
        Kind("application.decided", ("model",), "Your application was decided"),
        Kind(
            "application.moved",
            ("model",),
            "What you applied for was changed",
            urgent=True,
            folded=TOGETHER,
            paused=True,
        ),
        Kind("offer.received", ("model",), "A host asks you for a session", urgent=True),
        Kind("offer.answered", ("host",), "Your offer was answered"),
        Kind(
            "offer.changed",
            ("model",),
            "An offer was moved or taken back",
            urgent=True,
            folded=TOGETHER,
            paused=True,
        ),
        Kind("offer.closing", ("model",), "An offer is about to close", email=False, urgent=True),
        Kind("booking.made", ("model",), "You are booked", owed=True),
        Kind(
            "booking.changed",
            ("host", "model"),
            "A booking was changed",
            urgent=True,
            owed=True,
            folded=TOGETHER,
            paused=True,
        ),
        Kind(
            "booking.cancelled",
            *(("host", "model"), "A booking was cancelled"),
            urgent=True,
            owed=True,
        ),
        Kind("message.missed", ("any",), "Messages that you missed", listed=False),
        Kind("post.published", ("any",), "A post by somebody whose bell you rang", email=False),
        Kind("report.arrived", ("any",), "Reports, for the staff", push=False, fixed=True),
        Kind("report.closed", ("any",), "A report of yours was looked at", email=False, push=False),
        Kind("staff.decided", ("any",), "The staff decided about you", fixed=True),
        Kind("export.ready", ("any",), "Your archive is ready", push=False),
        Kind(
            "sign_in.new",
            ("any",),
            "A new sign-in to your account",
            email=False,  # the mail comes from `people`, and has a way back
            push=False,
            fixed=True,
        ),
    )
}

#: The titles for who reads German; see `title`.
GERMAN = {
    "call.matching": "Ein offener Aufruf, der zu dir passt",
    "call.closing": "Dein Aufruf endet bald",
    "application.arrived": "Jemand hat sich beworben",
    "application.decided": "Über deine Bewerbung ist entschieden",
    "application.moved": "Wofür du dich beworben hast, wurde geändert",
    "offer.received": "Jemand fragt dich für eine Session",
    "offer.answered": "Dein Angebot wurde beantwortet",
    "offer.changed": "Ein Angebot wurde verschoben oder zurückgenommen",
    "offer.closing": "Ein Angebot endet bald",
    "booking.made": "Du bist gebucht",
    "booking.changed": "Eine Buchung wurde geändert",
    "booking.cancelled": "Eine Buchung wurde abgesagt",
    "message.missed": "Nachrichten, die du verpasst hast",
    "post.published": "Ein Beitrag von jemandem, dessen Glocke du läutest",
    "report.arrived": "Meldungen, für das Team",
    "report.closed": "Deine Meldung wurde angesehen",
    "staff.decided": "Das Team hat über dich entschieden",
    "export.ready": "Dein Archiv ist fertig",
    "sign_in.new": "Eine neue Anmeldung bei deinem Konto",
}


def title(kind: Kind, language: str) -> str:
    return GERMAN[kind.name] if language == "de" else kind.title
