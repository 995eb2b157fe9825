"""With bin/dev every mail lands in a folder and is read on a page, so that none is needed."""

import email
import email.policy
import time
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage as Mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe


def folder() -> Path:
    return Path(settings.DATA) / "mail"


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[Mail]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            raw = message.message().as_bytes()
            (folder() / f"{time.time_ns()}.eml").write_bytes(raw)
        return len(email_messages)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that was sent here, the newest first."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:100]
    mails = [{"id": file.stem, **_summary(_parse(file))} for file in files]
    return render(request, "mailbox.html", {"mails": mails})


@require_safe
def mail(request: HttpRequest, id: int) -> HttpResponse:
    file = folder() / f"{id}.eml"
    if not file.exists():
        raise Http404
    message = _parse(file)
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    html = f"/mailbox/{id}.html" if message.get_body(("html",)) else ""
    return render(request, "mail.html", {"text": text, "html": html, **_summary(message)})


@require_safe
def page(request: HttpRequest, id: int) -> HttpResponse:
    """The mail as a program that shows HTML has it; nothing in it runs."""
    file = folder() / f"{id}.eml"
    body = _parse(file).get_body(("html",)) if file.exists() else None
    if body is None:
        raise Http404
    response = HttpResponse(body.get_content())
    response["Content-Security-Policy"] = "sandbox allow-top-navigation; style-src 'unsafe-inline'"
    return response


def _parse(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def _summary(message: EmailMessage) -> dict[str, str]:
    return {name: str(message[name]) for name in ("to", "subject", "date")}


urlpatterns = (
    [
        path("mailbox/", mailbox),
        path("mailbox/<int:id>", mail),
        path("mailbox/<int:id>.html", page),
    ]
    if settings.DEV
    else []
)
