"""The secret address of a person's calendar."""

from people import actions as people
from people.models import User
from protocol.action import action
from workflows.answers import CalendarRenewed
from workflows.verbs import RenewCalendar


@action
def renew_calendar(ask: RenewCalendar, *, by: User) -> CalendarRenewed:
    people.renew_calendar(by)
    return CalendarRenewed()
