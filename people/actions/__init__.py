"""What people may do about themselves and each other. Only here rows are written."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from core import clock
from core.transaction import transaction
from people import queries, tasks, tokens
from people.actions import naming
from people.actions.blocks import PAIRS, Parting, block, hold_pair, unblock, when_blocked
from people.actions.closing import end_everything, tell_reopened, when_closed, when_reopened
from people.actions.topic import lock, next_version, next_versions, took_rights
from people.events import ProfileChanged
from people.models import ModelProfile, SignIn, User
from people.verbs import Done, UpdateProfile
from people.vocabulary import SCOPES
from protocol import publish
from protocol.action import action

__all__ = [
    "PAIRS",
    "Parting",
    "block",
    "close_account",
    "confirm_email",
    "create_token",
    "end_everything",
    "end_sign_in",
    "end_sign_ins",
    "forget_calendar",
    "hold_pair",
    "lock",
    "next_version",
    "next_versions",
    "open_again",
    "rate_host",
    "rate_model",
    "record_sign_in",
    "renew_calendar",
    "reopen_account",
    "shut",
    "tell_reopened",
    "took_rights",
    "touch",
    "unblock",
    "update_profile",
    "when_blocked",
    "when_closed",
    "when_reopened",
]

# --- profile ---------------------------------------------------------------------------------

PLAIN_FIELDS = (
    *("handle", "about", "time_zone", "language", "is_host", "is_model"),
    *("shows_typing", "shows_presence", "shows_receipts"),
)
MODEL_FIELDS = ("pose_styles", "experience", "languages")


#: What other rooms do when somebody lives in another time zone.
_when_moved: list[Callable[[User], object]] = []


def when_moved(function: Callable[[User], None]) -> Callable[[User], None]:
    """Register `function(user)`, run in the transaction that gives them another time zone."""
    _when_moved.append(function)
    return function


@action
def update_profile(ask: UpdateProfile, *, by: User) -> Done:
    version = next_version(by.pk)
    me = User.objects.get(pk=by.pk)
    naming.guard(ask, me)
    had, zone, handle = (me.is_host, me.is_model), me.time_zone, me.handle
    for field, value in (("display_name", ask.name), *_plain_fields(ask)):
        if value is not None:
            setattr(me, field, value)
    me.profile_version = version
    try:
        me.save()
    except IntegrityError as taken:
        raise naming.taken() from taken
    if me.handle != handle:
        naming.give_up(handle, me)
    if me.is_model:
        given = {field: getattr(ask, field) for field in MODEL_FIELDS}
        ModelProfile.objects.update_or_create(
            user_profile=me, defaults={f: v for f, v in given.items() if v is not None}
        )
    if (me.is_host, me.is_model) != had:
        took_rights([me.pk])
    if me.time_zone != zone:
        for react in _when_moved:
            react(me)
    _publish_me(me, version)
    return Done(version=version)


def _plain_fields(ask: UpdateProfile) -> list[tuple[str, object]]:
    return [(name, getattr(ask, name)) for name in PLAIN_FIELDS]


def confirm_email(user: User, email: str) -> None:
    """The person answered a mail to this address: from now on they may write and apply."""
    with transaction():
        version = next_version(user.pk)
        now = clock.now()
        User.objects.filter(pk=user.pk, email__iexact=email).update(
            email_confirmed_at=now, profile_version=version
        )
        _publish_me(User.objects.get(pk=user.pk), version)


def _publish_me(me: User, version: int) -> None:
    publish.publish([publish.to_user(ProfileChanged(data=queries.me(me)), me.pk, version)])


def rate_host(host: int, mean: Decimal | None) -> None:
    """The mean of a host's stars; inside the caller's transaction, which holds their topic."""
    User.objects.filter(pk=host).update(host_rating=mean)
    _tell_me(host)


def rate_model(model: int, mean: Decimal | None) -> None:
    """The same for a model."""
    ModelProfile.objects.filter(user_profile=model).update(rating=mean)
    _tell_me(model)


def _tell_me(person: int) -> None:
    version = next_version(person)
    User.objects.filter(pk=person).update(profile_version=version)
    _publish_me(User.objects.get(pk=person), version)


def renew_calendar(user: User) -> None:
    """A new secret for the address of a calendar; inside the caller's transaction."""
    User.objects.filter(pk=user.pk).update(calendar_token=secrets.token_urlsafe(32))


def forget_calendar(user: User) -> None:
    """Whoever knew the secret address reads no more; a new one is made when it is asked for."""
    User.objects.filter(pk=user.pk).update(calendar_token=None)


# --- signing in ------------------------------------------------------------------------------


def record_sign_in(user: User, name: str, *, lasts: timedelta | None = None) -> SignIn:
    """A browser's, which ends with its session cookie."""
    until = None if lasts is None else timezone.now() + lasts
    return SignIn.objects.create(user=user, kind=SignIn.SESSION, name=name[:200], expires_at=until)


def create_token(
    user: User,
    name: str,
    *,
    scopes: Sequence[str] = SCOPES,
    verbs: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> str:
    """Make an API token, shown this once: only its hash is kept."""
    token = tokens.new()
    SignIn.objects.create(
        user=user,
        kind=SignIn.TOKEN,
        name=name[:200],
        token_hash=tokens.digest(token),
        scopes=sorted(set(scopes)),
        verbs=sorted(set(verbs)),
        expires_at=expires_at,
    )
    return token


def touch(sign_in: SignIn) -> None:
    SignIn.objects.filter(pk=sign_in.pk).update(last_used_at=clock.now())


def end_sign_in(sign_in: SignIn) -> None:
    with transaction():
        _revoke(SignIn.objects.filter(pk=sign_in.pk, revoked_at=None))


def end_sign_ins(user: User, *, but: SignIn | None = None) -> None:
    """After a password or address change: all but this one, and the calendar's secret address."""
    with transaction():
        forget_calendar(user)
        live = _live(user)
        _revoke(live.exclude(pk=but.pk) if but else live)


#: Seconds after which nothing is under way any more that began before an account was closed.
STRAGGLERS = 60


def close_account(user: User) -> None:
    """By the staff: nobody is there any more, at once; then all they have going ends."""
    with transaction():
        shut(user, closed_by_staff=True)
    end_everything(user)


def reopen_account(user: User) -> None:
    """They may sign in again, unless they are leaving; what was ended stays so."""
    with transaction():
        is_open = open_again(user, closed_by_staff=False)
    if is_open:
        tell_reopened(user)


def shut(user: User, **reason: object) -> None:
    """End every sign-in, token and secret address of a person, inside the caller's transaction.

    What they have going ends after it (`end_everything`). The second look catches what was
    committing meanwhile, and what a crash left over.
    """
    lock([user.pk])
    User.objects.filter(pk=user.pk).update(is_active=False, calendar_token=None, **reason)
    _revoke(_live(user), code=4403)
    tasks.end_everything.configure(schedule_in={"seconds": STRAGGLERS}).defer(user=user.pk)


def open_again(user: User, **reason: object) -> bool:
    """Take back one reason why an account is closed; whether it is open now."""
    lock([user.pk])
    same = User.objects.filter(pk=user.pk)
    same.update(**reason)
    none_left = same.filter(closed_by_staff=False, erase_at=None, erased_at=None)
    return bool(none_left.update(is_active=True))


def _live(user: User) -> QuerySet[SignIn]:
    return SignIn.objects.filter(user=user, revoked_at=None)


def _revoke(sign_ins: QuerySet[SignIn], code: int = 4401) -> None:
    ended = list(sign_ins.values_list("pk", flat=True))
    SignIn.objects.filter(pk__in=ended).update(revoked_at=clock.now())
    publish.publish([publish.SignedOut(ended, code)])
