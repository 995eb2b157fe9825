"""A notification as a mail: plain text and HTML, one button, one click to hear no more of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from notifications import unsubscribing
from notifications.kinds import KINDS, title
from protocol import texts

if TYPE_CHECKING:
    from notifications.carriers import Parcel

SAID = {
    "en": {
        "hello": "Hello {name},",
        "reply": "Nobody reads replies to this mail: answer in Callboard.",
        "why": "You get it because your settings say so: {kind}.",
        "fixed": "You get it for the safety of your account.",
        "stop": "No more mails like this",
        "settings": "All settings",
    },
    "de": {
        "hello": "Hallo {name},",
        "reply": "Antworten auf diese Mail liest niemand: antworte in Callboard.",
        "why": "Du bekommst sie, weil es so eingestellt ist: {kind}.",
        "fixed": "Du bekommst sie zum Schutz deines Kontos.",
        "stop": "Keine solchen Mails mehr",
        "settings": "Alle Einstellungen",
    },
}


def compose(parcel: "Parcel", connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    origin, said = settings.ORIGINS[0], SAID.get(parcel.user.language, SAID["en"])
    kind = KINDS[parcel.kind]
    stop = "" if kind.fixed else origin + unsubscribing.path(parcel.user, parcel.kind, parcel.hat)
    context = {
        "words": parcel.words,
        "quote": parcel.quote,
        "language": parcel.user.language,
        "hello": said["hello"].format(name=texts.isolated(parcel.user.display_name)),
        "link": origin + parcel.words.path,
        "reply": said["reply"],
        "why": said["fixed"]
        if kind.fixed
        else said["why"].format(kind=title(kind, parcel.user.language)),
        "stop": stop,
        "stop_words": said["stop"],
        "settings": f"{origin}/settings",
        "settings_words": said["settings"],
    }
    mail = EmailMultiAlternatives(
        subject=texts.header(parcel.words.title),
        body=render_to_string("notifications/mail.txt", context),
        to=[parcel.user.email],
        headers=_headers(parcel, stop),
        connection=connection,
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    if parcel.attached is not None:
        mail.attach(*parcel.attached)
    return mail


def _headers(parcel: "Parcel", stop: str) -> dict[str, str]:
    """The same id for the same delivery: sent twice after a crash, programs show it once."""
    host = settings.ORIGINS[0].partition("://")[2].partition(":")[0]
    headers = {"Message-ID": f"<{parcel.id}@{host}>", "Auto-Submitted": "auto-generated"}
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
