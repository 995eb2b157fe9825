"""The post in tests: a mail server, the postman's turns, and what was decided."""

import asyncio
import email
import email.policy
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from notifications.actions.postman import deliver_due
from notifications.kinds import CHANNELS
from notifications.models import Delivery, Notification
from people.models import User
from tests import clock
from tests.people import Cast
from tests.processes import free_port
from tests.stories import fan_out, open_call
from tests.workflows.crowds import RARE


class MailServer:
    """`answer` is what it says to a mail; `delay` how long it thinks before."""

    def __init__(self) -> None:
        self.port = free_port()
        self.answer, self.delay = "250 Taken", 0.0
        self.from_us = "250 OK"
        self.refuses: set[str] = set()
        self.mails: list[tuple[str, EmailMessage]] = []
        self._controller: Any = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self.from_us

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuses:
            return "550 Nobody of this name lives here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.delay)
        if self.answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.mails.append((envelope.rcpt_tos[0], parsed))
        return self.answer

    def to(self, person: User) -> list[EmailMessage]:
        return [mail for address, mail in self.mails if address == person.email]

    def subjects(self, person: User) -> list[str]:
        return [str(mail["subject"]) for mail in self.to(person)]


@contextmanager
def serving_mail() -> Iterator[MailServer]:
    """A mail server to which this process sends."""
    server = MailServer()
    server.start()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(
        EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port, EMAIL_TIMEOUT=1
    ):
        yield server
    server.stop()


def carry() -> None:
    """Postmen work until there is nothing more to do now."""
    while sum([deliver_due(channel) for channel in CHANNELS]):
        pass


def later(**ahead: float) -> None:
    """Some time passes, and postmen work."""
    clock.travel(timedelta(**ahead))
    carry()


def mail_to(person: User, kind: str | None = None) -> Delivery:
    """The latest decision about a mail to this person."""
    found = Delivery.objects.filter(user=person, channel="email")
    return (found.filter(kind=kind) if kind else found).latest("pk")


def push_to(person: User) -> Delivery:
    """The latest decision about a push to this person."""
    return Delivery.objects.filter(user=person, channel="push").latest("pk")


def listed(person: User) -> list[str]:
    """What stands in somebody's list, the oldest first."""
    lines = Notification.objects.filter(user=person).order_by("user_version")
    return [line.kind for line in lines]


def told_of_call(people: Cast) -> uuid.UUID:
    """A call that suits the rare alone, as the worker tells them of it."""
    call = open_call(people.hanna, requirements=RARE)
    fan_out(call)
    return call


def ended(person: User) -> tuple[str, str]:
    delivery = mail_to(person)
    return delivery.state, delivery.reasons[-1]
