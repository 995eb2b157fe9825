"""Report and appeal: what people do. What the staff do is in `decisions`."""

from django.db import IntegrityError
from django.db.transaction import atomic

from conversations.actions.reaching import reach
from core import clock
from core.refused import Refused
from core.transaction import transaction
from moderation import queries
from moderation.actions import notices, things
from moderation.models import Report, Sanction
from moderation.queries import evidence
from moderation.verbs import Appeal
from moderation.verbs import Report as Ask
from notifications.actions.noticing import notify
from people.models import User
from protocol import texts
from protocol.action import action
from protocol.wire import Noted


@action
def report(ask: Ask, *, by: User) -> Noted:
    """Keep the thing as it is now, and tell the moderators. The other side does not hear of it."""
    found = evidence.find(ask, by=by)
    reach(by, "report", about=found.person.pk)
    try:
        with atomic():
            row = Report.objects.create(
                reporter=by,
                person=found.person,
                message=found.message,
                thing=found.thing,
                about=found.about,
                evidence=found.kept,
                reason=ask.reason,
            )
    except IntegrityError:
        raise Refused(
            "conflict", "You have reported this already. Somebody will look at it."
        ) from None
    things.keep_image(row)
    notify(notices.arrived(row, queries.moderators()))
    return Noted()


@action
def appeal(ask: Appeal, *, by: User) -> Noted:
    _appeal(queries.sanction(ask.sanction, of=by), ask.text)
    return Noted()


def appeal_by_mail(sanction: Sanction, text: str) -> None:
    """For people who cannot sign in any more: the link in their mail says who they are."""
    with transaction():
        _appeal(sanction, texts.text(text))


def _appeal(sanction: Sanction, text: str) -> None:
    row = Sanction.objects.select_for_update(no_key=True).get(pk=sanction.pk)
    if row.appealed_at is not None:
        raise Refused("conflict", "You have appealed this decision already.")
    row.appeal, row.appealed_at = text.strip(), clock.now()
    if not row.appeal:
        raise Refused("bad_request", "Write why the decision should be changed.", field="text")
    row.save(update_fields=["appeal", "appealed_at"])
    notify(notices.appealed(row, queries.moderators()))
