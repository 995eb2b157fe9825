from collections.abc import Iterator

import pytest
from django.test import override_settings

from notifications.models import Delivery
from people.models import User
from tests.notifications.post import MailServer
from tests.notifications.push_service import Browser, PushService
from tests.workflows.crowds import forget_the_rare, rare


@pytest.fixture(autouse=True)
def empty_post() -> None:
    """What other tests have left in the box is not this one's."""
    left = Delivery.objects.filter(state__in=(Delivery.WAITING, Delivery.SENDING))
    left.update(state=Delivery.SKIPPED)


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A real mail server that keeps what it is given, and can be made to fail."""
    server = MailServer()
    server.start()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(
        EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port, EMAIL_TIMEOUT=1
    ):
        yield server
    server.stop()


@pytest.fixture
def service() -> Iterator[PushService]:
    service = PushService()
    service.start()
    with override_settings(PUSH_HOSTS=[service.host]):
        yield service
    service.stop()


@pytest.fixture
def phone() -> Browser:
    return Browser()


@pytest.fixture
def nina() -> User:
    forget_the_rare()
    return rare("Nina")
