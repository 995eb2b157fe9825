"""How somebody wants to be told: by which channel of what, and when not."""

from core import clock
from core.refused import Refused
from notifications.actions.outbox import wake_postmen
from notifications.kinds import KINDS, Hat
from notifications.models import Delivery, Preference, Quiet
from notifications.verbs import KeepQuiet, Prefer, wall_time
from people import actions as people
from people.models import User
from protocol.action import action
from protocol.wire import Noted


@action
def prefer(ask: Prefer, *, by: User) -> Noted:
    set_preference(by, ask.kind, ask.hat, ask.channel, on=ask.on)
    return Noted()


def set_preference(user: User, kind_name: str, hat: Hat, channel: str, *, on: bool) -> None:
    kind = KINDS.get(kind_name)
    if kind is None or hat not in kind.hats:
        raise Refused("bad_request", "There is nothing of this kind.", field="kind")
    if kind.fixed:
        raise Refused("forbidden", "This is for the safety of your account: it stays on.")
    Preference.objects.update_or_create(
        user=user, kind=kind.name, hat=hat, channel=channel, defaults={"on": on}
    )


@action
def keep_quiet(ask: KeepQuiet, *, by: User) -> Noted:
    if (ask.quiet_from is None) != (ask.quiet_to is None):
        raise Refused("bad_request", "Quiet hours have two ends.", field="quiet_to")
    Quiet.objects.update_or_create(
        user=by,
        defaults={
            "quiet_from": wall_time(ask.quiet_from) if ask.quiet_from else None,
            "quiet_to": wall_time(ask.quiet_to) if ask.quiet_to else None,
            "urgent_in_quiet_hours": ask.urgent_in_quiet_hours,
            "text_in_push": ask.text_in_push,
        },
    )
    decide_again(by)
    return Noted()


@people.when_moved
def decide_again(user: User) -> None:
    """What waits for the end of the quiet hours is looked at now: they may be others by now."""
    Delivery.objects.filter(
        user=user, state=Delivery.WAITING, reasons__contains=["quiet_hours"]
    ).update(due_at=clock.now())
    wake_postmen()
