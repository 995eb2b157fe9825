"""How long every table keeps its rows: read by the worker, by docs/privacy.md and by a test.

A table without a rule fails the test. What is due is deleted by `rights.actions.forgetting`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django.models import ProcrastinateEvent

from protocol import keys

ACCOUNT = "as long as the account"
SHARED = "as long as anybody concerned has an account; its author's words as long as theirs"
INSTALLATION = "as long as the installation"


class Kept(NamedTuple):
    """Rows of these tables stay until something else takes them away: `how` says what."""

    tables: str
    how: str


class Forgotten(NamedTuple):
    """Rows of a table go after some days: `due(before)`, where `before` lies so far back.

    `days` is a setting of `Keep`, or a number that nobody can set.
    """

    table: str
    since: str
    days: str | float
    due: Callable[[datetime], Q]

    @property
    def lasts(self) -> timedelta:
        days = getattr(settings.KEEP, self.days) if isinstance(self.days, str) else self.days
        return timedelta(days=days)


def _quiet(before: datetime) -> Q:
    """Nothing has happened to a job since."""
    return ~Q(Exists(ProcrastinateEvent.objects.filter(job=OuterRef("pk"), at__gte=before)))


#: Sanctions that end as they begin, and are never lifted.
AT_ONCE = ("warn", "hide")

FORGOTTEN = (
    Forgotten("former_handles", "it was given up", "handles", lambda b: Q(given_up_at__lt=b)),
    Forgotten(
        "sign_ins", "it ended", "sign_ins", lambda b: Q(revoked_at__lt=b) | Q(expires_at__lt=b)
    ),
    Forgotten("account_changes", "it happened", "account_changes", lambda b: Q(created_at__lt=b)),
    Forgotten("django_session", "it ran out", 0, lambda b: Q(expire_date__lt=b)),
    Forgotten("reaches", "it happened", 1, lambda b: Q(at__lt=b)),
    Forgotten("workflow_transitions", "it happened", "trail", lambda b: Q(created_at__lt=b)),
    Forgotten("notifications", "it was told", "notifications", lambda b: Q(created_at__lt=b)),
    Forgotten("deliveries", "it was sent or not", "deliveries", lambda b: Q(ended_at__lt=b)),
    Forgotten("reports", "it was closed", "reports", lambda b: Q(closed_at__lt=b)),
    Forgotten(
        "sanctions",
        "it ended, or its person was erased",
        "sanctions",
        lambda b: (
            Q(lifted_at__lt=b) | Q(kind__in=AT_ONCE, begins_at__lt=b) | Q(person__erased_at__lt=b)
        ),
    ),
    Forgotten("exports", "it was made", "exports", lambda b: Q(created_at__lt=b)),
    Forgotten("staff_acts", "it happened", "staff_acts", lambda b: Q(created_at__lt=b)),
    Forgotten("django_admin_log", "it happened", "staff_acts", lambda b: Q(action_time__lt=b)),
    Forgotten(
        "commands",
        "it was done",
        "keys",
        lambda b: Q(created_at__lt=b + timedelta(days=settings.KEEP.keys) - keys.kept()),
    ),
    Forgotten(
        "procrastinate_jobs",
        "it was done",
        "jobs",
        lambda b: Q(status__in=("succeeded", "cancelled", "aborted")) & _quiet(b),
    ),
    Forgotten(
        "procrastinate_jobs",
        "it failed for good",
        "failed_jobs",
        lambda b: Q(status="failed") & _quiet(b),
    ),
)

KEPT = (
    Kept(
        "user_profiles models",
        f"{ACCOUNT}, which ends after {{unconfirmed}} days if its address is not confirmed; then an"
        " empty row, called “Former member”, as long as anything refers to it",
    ),
    Kept("user_profiles_groups user_profiles_user_permissions", ACCOUNT),
    Kept("account_emailaddress account_emailconfirmation mfa_authenticator", ACCOUNT),
    Kept("blocks follows feed_profiles", ACCOUNT),
    Kept("notification_preferences notification_quiet_hours", ACCOUNT),
    Kept("push_devices", "as long as the sign-in of its browser"),
    Kept("conversations conversation_participants conversation_stints", SHARED),
    Kept("messages message_revisions", SHARED),
    Kept("message_reactions message_reaction_revisions", ACCOUNT),
    Kept("message_search message_search_cursors", "as long as the message has its words"),
    Kept("images", "as long as its message; one that was never sent {unsent_images} days"),
    Kept("posts", f"{ACCOUNT}; a deleted one without its words"),
    Kept("post_search", "as long as the post has its words"),
    Kept("calendar open_calls open_call_applications", SHARED),
    Kept("open_call_told job_offers bookings", SHARED),
    Kept("procrastinate_events", "as long as its job"),
    Kept("procrastinate_workers procrastinate_periodic_defers", "as long as a worker lives"),
    Kept("heartbeats installation watermarks push_key", INSTALLATION),
    Kept("django_migrations django_content_type auth_permission", INSTALLATION),
    Kept("auth_group auth_group_permissions", INSTALLATION),
)


def ruled() -> set[str]:
    """Every table that has a rule."""
    kept = {table for rule in KEPT for table in rule.tables.split()}
    return kept | {rule.table for rule in FORGOTTEN}
