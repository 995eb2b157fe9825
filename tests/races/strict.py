"""Trying to get in around a deadline, in one of several processes whose own clock is wrong."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from core import clock as deciding
from core.refused import Refused
from people.models import User
from tests import stories

#: Seconds behind its moment after which a try is no try any more.
TOO_BUSY = 0.02


class Try(NamedTuple):
    """Somebody (by `pk`) does this to a call or an application, at this moment."""

    at: datetime
    what: str
    person: int
    to: UUID


class Came(NamedTuple):
    """By the database's clock: how long before the deadline it began and was decided."""

    began: timedelta
    margin: timedelta
    refused: str | None


def applied(asked: list[tuple[int, UUID]]) -> list[UUID]:
    """Long before the deadline, one after the other."""
    return [stories.apply(User.objects.get(pk=person), call).application for person, call in asked]


def run(tries: list[tuple[Try, datetime]], skew: timedelta) -> list[Came]:
    """Each with its deadline, in the order of their moments; those that are missed are left out."""
    came = []
    with skewed(skew):
        ahead = deciding.now().timestamp() - time.monotonic()
        for one, deadline in tries:
            left = one.at.timestamp() - ahead - time.monotonic()
            if left > -TOO_BUSY:
                time.sleep(max(0.0, left))
                came.append(_try(one, deadline))
    return came


def _try(one: Try, deadline: datetime) -> Came:
    person, began = User.objects.get(pk=one.person), deciding.now()
    try:
        answer = getattr(stories, one.what)(person, one.to)
    except Refused as refused:
        receipt = refused.details.get("receipt")
        decided = receipt.decided_at if receipt else began
        return Came(deadline - began, deadline - decided, refused.code)
    return Came(deadline - began, deadline - answer.receipt.decided_at, None)


@contextmanager
def skewed(by: timedelta) -> Iterator[None]:
    """Whatever this process asks its own clock is wrong by so much."""
    right, true = time.time, timezone.now
    time.time = lambda: right() + by.total_seconds()
    timezone.now = lambda: true() + by
    try:
        yield
    finally:
        time.time, timezone.now = right, true
