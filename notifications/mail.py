"""A notification as a mail: plain text and HTML, one button, one click to hear no more of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from notifications import unsubscribing
from notifications.kinds import KINDS, title
from people.speaking import speaking
from protocol import texts

if TYPE_CHECKING:
    from notifications.carriers import Parcel


def compose(parcel: "Parcel", connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    kind, origin = KINDS[parcel.kind], settings.ORIGINS[0]
    stop = "" if kind.fixed else origin + unsubscribing.path(parcel.user, parcel.kind, parcel.hat)
    with speaking(parcel.user.language):
        context = {"words": parcel.words, "quote": parcel.quote, "stop": stop, **_said(parcel)}
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


def _said(parcel: "Parcel") -> dict[str, str | None]:
    """What stands around the words, in the language that is spoken."""
    kind, origin = KINDS[parcel.kind], settings.ORIGINS[0]
    if kind.fixed:
        why = gettext("You get it for the safety of your account.")
    else:
        why = gettext("You get it because your settings say so: {kind}.").format(kind=title(kind))
    name = texts.isolated(parcel.user.display_name)
    return {
        "language": get_language(),
        "hello": gettext("Hello {name},").format(name=name),
        "link": origin + parcel.words.path,
        "reply": gettext("Nobody reads replies to this mail: answer in Callboard."),
        "why": why,
        "stop_words": gettext("No more mails like this"),
        "settings": f"{origin}/settings",
        "settings_words": gettext("All settings"),
    }


def _headers(parcel: "Parcel", stop: str) -> dict[str, str]:
    """The same id for the same delivery: sent twice after a crash, programs show it once."""
    host = settings.ORIGINS[0].partition("://")[2].partition(":")[0]
    headers = {"Message-ID": f"<{parcel.id}@{host}>", "Auto-Submitted": "auto-generated"}
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
