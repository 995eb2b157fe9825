"""What people may do about themselves and each other. Only here rows are written."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.utils import timezone

from people import queries, tokens
from people.events import ProfileChanged
from people.models import Block, ModelProfile, SignIn, User
from people.verbs import BlockPerson, Done, SignOut, UnblockPerson, UpdateProfile
from protocol import clock, locks, publish
from protocol.action import action
from protocol.refused import Refused, not_found
from protocol.sql import XID
from protocol.transaction import transaction

# --- a person's own topic --------------------------------------------------------------------


def next_versions(changes: Mapping[int, int]) -> dict[int, int]:
    """Move the topics of these people on by so many versions each; the first new one of each.

    Locks the people, ascending, until the commit: version order is commit order.
    """
    people = locks.taking("user", changes)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH wanted AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS w(id, n)),"
            " locked AS (SELECT id FROM user_profiles JOIN wanted USING (id)"
            "   ORDER BY id FOR NO KEY UPDATE OF user_profiles)"
            " UPDATE user_profiles u SET version = u.version + w.n, changed_xid = callboard_xid()"
            " FROM wanted w JOIN locked USING (id) WHERE u.id = w.id"
            " RETURNING u.id, u.version - w.n + 1",
            [people, [changes[person] for person in people]],
        )
        return dict(cursor.fetchall())


def lock(people: Iterable[int]) -> None:
    """Hold the topics of these people until the commit, whoever moves them then."""
    ids = locks.taking("user", people)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM user_profiles WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids]
        )


def next_version(person: int) -> int:
    return next_versions({person: 1})[person]


def took_rights(people: Iterable[int]) -> None:
    """These may see less than before: the sweep looks anew at what they watch.

    To tell their sockets at once is the caller's: what is told can get lost, this cannot.
    """
    people = list(people)
    lock(people)
    User.objects.filter(pk__in=people).update(rights_xid=XID)


# --- profile ---------------------------------------------------------------------------------

PLAIN_FIELDS = (
    *("handle", "about", "time_zone", "language", "is_host", "is_model"),
    *("shows_typing", "shows_presence", "shows_receipts"),
)
MODEL_FIELDS = ("pose_styles", "experience", "languages")


@action
def update_profile(ask: UpdateProfile, *, by: User) -> Done:
    if ask.time_zone is not None and not queries.is_time_zone(ask.time_zone):
        raise Refused("bad_request", "This time zone is not known.", field="time_zone")
    version = next_version(by.pk)
    me = User.objects.get(pk=by.pk)
    had = (me.is_host, me.is_model)
    for field, value in (("display_name", ask.name), *_plain_fields(ask)):
        if value is not None:
            setattr(me, field, value)
    me.profile_version = version
    try:
        me.save()
    except IntegrityError as taken:
        raise Refused("conflict", "This handle is taken.", field="handle") from taken
    if me.is_model:
        given = {field: getattr(ask, field) for field in MODEL_FIELDS}
        ModelProfile.objects.update_or_create(
            user_profile=me, defaults={f: v for f, v in given.items() if v is not None}
        )
    if (me.is_host, me.is_model) != had:
        took_rights([me.pk])
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


# --- blocks ----------------------------------------------------------------------------------

#: First key of the advisory locks on pairs of people.
PAIRS = 7303


def hold_pair(one: int, other: int) -> None:
    """Until the commit nobody blocks or unblocks between these two: taken before any row.

    A first contact needs it: a block cannot close a conversation that is not there yet.
    """
    low, high = sorted((one, other))
    locks.taking("pair", [low << 32 | high])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PAIRS, f"{low}:{high}"])


Reaction = Callable[[User, User], Callable[[], object] | None]

#: What other rooms do when two people part, by the rank of the locks that they take first.
_when_blocked: dict[str, Reaction] = {}


def when_blocked(rank: str) -> Callable[[Reaction], Reaction]:
    """Register `function(blocker, blocked)`, run in the transaction of a block or unblock.

    What it returns is run last, when every room has its locks: there people's topics move.
    """

    def register(function: Reaction) -> Reaction:
        _when_blocked[rank] = function
        return function

    return register


def _tell_rooms(blocker: User, blocked: User) -> None:
    ranks = sorted(_when_blocked, key=locks.ORDER.index)
    finishing = [_when_blocked[rank](blocker, blocked) for rank in ranks]
    lock([blocker.pk, blocked.pk])
    for finish in finishing:
        if finish is not None:
            finish()


@action
def block(ask: BlockPerson, *, by: User) -> Done:
    person = queries.anybody(ask.person)
    if person.pk == by.pk:
        raise Refused("bad_request", "You cannot block yourself.")
    hold_pair(by.pk, person.pk)
    Block.objects.get_or_create(blocker=by, blocked=person)
    _tell_rooms(by, person)
    took_rights([by.pk, person.pk])
    return Done(version=by.version)


@action
def unblock(ask: UnblockPerson, *, by: User) -> Done:
    person = queries.anybody(ask.person)
    hold_pair(by.pk, person.pk)
    Block.objects.filter(blocker=by, blocked=person).delete()
    _tell_rooms(by, person)
    return Done(version=by.version)


# --- signing in ------------------------------------------------------------------------------


def record_sign_in(user: User, name: str, *, lasts: timedelta | None = None) -> SignIn:
    """A browser's, which ends with its session cookie."""
    until = None if lasts is None else timezone.now() + lasts
    return SignIn.objects.create(user=user, kind=SignIn.SESSION, name=name[:200], expires_at=until)


def create_token(user: User, name: str) -> str:
    """A new API token, shown this once: only its hash is kept."""
    token = tokens.new()
    SignIn.objects.create(
        user=user, kind=SignIn.TOKEN, name=name[:200], token_hash=tokens.digest(token)
    )
    return token


def touch(sign_in: SignIn) -> None:
    SignIn.objects.filter(pk=sign_in.pk).update(last_used_at=clock.now())


@action
def sign_out(ask: SignOut, *, by: User, sign_in: SignIn) -> Done:
    """End one of my sign-ins, or all but the one that asks."""
    mine = by.sign_ins.filter(revoked_at=None)
    if ask.sign_in is None:
        _revoke(mine.exclude(pk=sign_in.pk))
    else:
        chosen = mine.filter(public_id=ask.sign_in)
        if not chosen:
            raise not_found()
        _revoke(chosen)
    return Done(version=by.version)


def end_sign_in(sign_in: SignIn) -> None:
    with transaction():
        _revoke(SignIn.objects.filter(pk=sign_in.pk, revoked_at=None))


def end_sign_ins(user: User, *, but: SignIn | None = None) -> None:
    """After a password or address change: all but this one."""
    with transaction():
        live = _live(user)
        _revoke(live.exclude(pk=but.pk) if but else live)


def close_account(user: User) -> None:
    """They cannot come in any more, and every device and bot of theirs hears it now."""
    with transaction():
        lock([user.pk])
        User.objects.filter(pk=user.pk).update(is_active=False)
        _revoke(_live(user), code=4403)


def reopen_account(user: User) -> None:
    """They may sign in again; what was ended stays so."""
    with transaction():
        lock([user.pk])
        User.objects.filter(pk=user.pk).update(is_active=True)


def _live(user: User) -> QuerySet[SignIn]:
    return SignIn.objects.filter(user=user, revoked_at=None)


def _revoke(sign_ins: QuerySet[SignIn], code: int = 4401) -> None:
    ended = list(sign_ins.values_list("pk", flat=True))
    SignIn.objects.filter(pk__in=ended).update(revoked_at=clock.now())
    publish.publish([publish.SignedOut(ended, code)])
