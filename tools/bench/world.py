"""People and conversations by the hundred, written straight into the tables."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from notifications.models import Delivery, Device
from notifications.push import CURVE, encode, public_point
from people import tokens
from people.models import ModelProfile, SignIn, User
from people.vocabulary import SCOPES

#: Everybody whom this process has made: nobody else is touched.
_made: list[int] = []


def made(people: Iterable[int]) -> None:
    _made.extend(people)


def people(count: int, prefix: str) -> list[tuple[User, str]]:
    """So many people with an API token each; handles are new in every run."""
    prefix = f"{prefix}-{secrets.token_hex(3)}"
    users = User.objects.bulk_create(
        User(
            handle=f"{prefix}-{n}",
            email=f"{prefix}-{n}@example.org",
            display_name=f"Person {n}",
            password="!",  # noqa: S106  (nobody signs in with it)
            email_confirmed_at="2026-01-01T00:00:00Z",
        )
        for n in range(count)
    )
    made(user.pk for user in users)
    new_tokens = [tokens.new() for _ in users]
    SignIn.objects.bulk_create(
        SignIn(
            user=user,
            kind=SignIn.TOKEN,
            token_hash=tokens.digest(token),
            scopes=sorted(SCOPES),
            last_used_at="2100-01-01T00:00:00Z",
        )
        for user, token in zip(users, new_tokens, strict=True)
    )
    return list(zip(users, new_tokens, strict=True))


def pose(models: list[User]) -> None:
    """From now on these are models, whom any call suits."""
    User.objects.filter(pk__in=[user.pk for user in models]).update(is_model=True)
    ModelProfile.objects.bulk_create(
        ModelProfile(user_profile=user, pose_styles=["dynamic"]) for user in models
    )


def invite(host: User) -> User:
    """From now on this is a host."""
    host.is_host = True
    host.save()
    return host


def session_of(user: User) -> str:
    """The cookie of a browser in which this person has just signed in; staff in both steps."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="people.signing_in.AddressBackend")
    request.session.save()
    if user.is_staff:
        shown = {"data": {"secret": "A" * 32}, "created_at": timezone.now() + timedelta(days=1)}
        Authenticator.objects.update_or_create(user=user, type="totp", defaults=shown)
    return request.session.session_key or ""


def subscribers(count: int, port: int) -> tuple[User, list[int]]:
    """A host, and models whom any call suits, each with a browser whose push service is here."""
    models = [user for user, _ in people(count, "model")]
    pose(models)
    sign_ins = dict(SignIn.objects.filter(user__in=models).values_list("user", "pk"))
    key = encode(public_point(ec.generate_private_key(CURVE)))
    Device.objects.bulk_create(
        Device(
            user=user,
            sign_in_id=sign_ins[user.pk],
            endpoint=f"http://127.0.0.1:{port}/{user.handle}",
            p256dh=key,
            auth=encode(bytes(16)),
        )
        for user in models
    )
    return invite(people(1, "host")[0][0]), [user.pk for user in models]


def retire_everybody() -> None:
    """What workloads before this one have left to be told is not told any more."""
    User.objects.filter(pk__in=_made).update(is_active=False)
    waiting = Delivery.objects.filter(user__in=_made, state=Delivery.WAITING)
    waiting.update(state=Delivery.SKIPPED)


PAIRS = """
    WITH pairs AS (
        SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS t(low, high)),
    made AS (
        INSERT INTO conversations
            (public_id, kind, title, low_id, high_id, opened_by_id, blocked, accepted_at, version)
        SELECT md5(low || '-' || high)::uuid, 'direct', '', low, high, low, false, now(), 2
        FROM pairs
        RETURNING id, public_id, low_id, high_id),
    seats AS (
        SELECT id, unnest(ARRAY[low_id, high_id]) AS user_id, unnest(ARRAY[1, 2]) AS version
        FROM made),
    seated AS (
        INSERT INTO conversation_participants (conversation_id, user_id, role, version)
        SELECT id, user_id, 'member', version FROM seats),
    stints AS (
        INSERT INTO conversation_stints (conversation_id, user_id, from_number)
        SELECT id, user_id, 0 FROM seats)
    SELECT public_id::text FROM made ORDER BY id"""


def conversations(pairs: list[tuple[User, User]]) -> list[str]:
    """One open conversation for each pair, in the order of the pairs.

    Its public id follows from theirs, so that pgbench can name it without asking.
    """
    with connection.cursor() as cursor:
        ordered = [sorted((one.pk, other.pk)) for one, other in pairs]
        cursor.execute(PAIRS, [[low for low, _ in ordered], [high for _, high in ordered]])
        return [row[0] for row in cursor.fetchall()]


GROUP = """
    WITH made AS (
        INSERT INTO conversations
            (public_id, kind, title, opened_by_id, blocked, accepted_at, version)
        SELECT gen_random_uuid(), 'group', 'Everybody', (%(people)s::bigint[])[1], false, now(),
               cardinality(%(people)s::bigint[])
        RETURNING id, public_id),
    seats AS (
        SELECT id, user_id, n FROM made,
               unnest(%(people)s::bigint[]) WITH ORDINALITY AS t(user_id, n)),
    seated AS (
        INSERT INTO conversation_participants (conversation_id, user_id, role, version)
        SELECT id, user_id, CASE n WHEN 1 THEN 'admin' ELSE 'member' END, n FROM seats),
    stints AS (
        INSERT INTO conversation_stints (conversation_id, user_id, from_number)
        SELECT id, user_id, 0 FROM seats)
    SELECT public_id::text FROM made"""


def group(people: list[User]) -> str:
    """A group of them; the first is its admin."""
    with connection.cursor() as cursor:
        cursor.execute(GROUP, {"people": [person.pk for person in people]})
        return str(cursor.fetchone()[0])


MESSAGES = """
    WITH moved AS (
        UPDATE conversations SET last_number = last_number + %(count)s,
               version = version + %(count)s, updated_at = now(), changed_xid = callboard_xid()
        WHERE public_id = ANY(%(conversations)s::uuid[])
        RETURNING id, coalesce(low_id, opened_by_id) AS sender,
                  last_number - %(count)s AS number, version - %(count)s AS version)
    INSERT INTO messages (conversation_id, number, version, sender_id, key, kind, content)
    SELECT id, number + n, version + n, sender, gen_random_uuid(), 'text',
           '~' || n || '~ hello, is the pose for tonight dynamic or long?'
    FROM moved, generate_series(1, %(count)s) n"""


def messages(conversations: list[str], count: int) -> None:
    """So many more in each, all from one side, as if nobody had been there to hear them."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(MESSAGES, {"conversations": conversations, "count": count})


def indexed() -> None:
    """As if the worker had looked for new words just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO message_search_cursors (conversation_id, version)"
            " SELECT id, version FROM conversations"
            " ON CONFLICT (conversation_id) DO UPDATE SET version = excluded.version"
        )


def settle() -> None:
    """Statistics for the planner, as any database has after its first minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def messages_in(conversations: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id"
            " WHERE c.public_id = ANY(%s::uuid[]) AND m.kind = 'text'",
            [conversations],
        )
        return int(cursor.fetchone()[0])
