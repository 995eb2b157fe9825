"""Evenings of many hosts with one model, on which everything that is said is an extreme."""

from collections import defaultdict
from datetime import timedelta

from conversations.actions.missed import tell_missed
from tests import clock as moving
from tests import extremes, jobs
from tests.evening import Evening, Evenings
from tests.extent import at_length
from tests.feeding import Feeder
from tests.notifications.stories import by_every_channel
from tests.people import host, model, nobody_else, person
from workflows.actions.closing import tell_closing

__all__ = ["Evenings", "evenings"]

#: Each verb has its extremes in another order, so that few evenings meet many of them.
MANY = at_length(3, extremes.MOST)


def evenings() -> Evenings:
    staff = person("Otto", is_staff=True, is_superuser=True)
    found = Evenings(
        Feeder(),
        [host() for _ in range(MANY)],
        model("Ana"),
        person("Mika"),
        staff,
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
    )
    nobody_else(found.model)
    while tell_missed():
        pass
    for one in found.everybody():
        by_every_channel(one)
    for turn, one in enumerate(found.hosts):
        Evening(found, one, turn).is_spent()
    _time_passes()
    return found


def _time_passes() -> None:
    """Somebody has not read it, and some deadlines are near."""
    jobs.work_off("calls")
    for minutes in (3, 26, 125):
        moving.travel(timedelta(minutes=minutes))
        while tell_missed():
            pass
        tell_closing()
