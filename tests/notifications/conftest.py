from collections.abc import Iterator

import pytest
from django.test import override_settings

from core import clock as deciding
from notifications.models import Delivery
from people.models import User
from tests import clock
from tests.budgets import MANY, contacts
from tests.notifications.post import MailServer, serving_mail
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
    with serving_mail() as server:
        yield server


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


@pytest.fixture(autouse=True)
def no_budget() -> Iterator[None]:
    """Here people ask each other for more in a minute than anybody should on a day."""
    with contacts(MANY):
        yield


@pytest.fixture
def noon() -> None:
    """Far from midnight, so that everything of a test is in one night or one day."""
    clock.stop(deciding.now().replace(hour=12))
