"""Who may be seen by whom, and who is asking."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from core import clock
from core.refused import Refused, not_found
from core.sql import objects
from people import tokens
from people.events import Me, ModelCard, Person, Profile, SignInRow
from people.models import Block, ModelProfile, SignIn, User
from protocol import cursor as cursors
from protocol import words
from protocol.pages import cut

# --- people ----------------------------------------------------------------------------------


#: Who can be met: also the words on a page reach others, and an account whose address nobody has
#: confirmed reaches nobody.
HERE = Q(is_active=True, email_confirmed_at__isnull=False)


def visible_to(viewer: User) -> QuerySet[User]:
    """Everybody who can be met, but those who have blocked the viewer; and oneself."""
    blocked_me = Block.objects.filter(blocker=OuterRef("pk"), blocked=viewer)
    here = HERE | Q(pk=viewer.pk, is_active=True)
    return User.objects.filter(~Exists(blocked_me), here)


def person(public_id: UUID, *, seen_by: User) -> User:
    found = visible_to(seen_by).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def anybody(public_id: UUID) -> User:
    """Whether they have blocked one or not: distance can be put between any two."""
    found = User.objects.filter(HERE, public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def behind_handle(handle: str, *, seen_by: User | None) -> User:
    """A page of their own is everybody's to see, visitors without an account included."""
    people = visible_to(seen_by) if seen_by else User.objects.filter(HERE)
    found = people.select_related("model_profile")
    holder = found.filter(handle=handle).first() or found.filter(formerly(handle)).first()
    if holder is None:
        raise not_found()
    return holder


def formerly(handle: str) -> Q:
    """Whose handle this was until lately: it leads to them, and nobody else may take it."""
    since = clock.now() - timedelta(days=settings.KEEP.handles)
    return Q(former_handles__handle=handle, former_handles__given_up_at__gt=since)


def profile(handle: str, *, seen_by: User | None) -> Profile:
    found = behind_handle(handle, seen_by=seen_by)
    blocked = Block.objects.filter(blocker=seen_by, blocked=found).exists()
    return page_of(found, blocked=blocked)


def page_of(user: User, *, blocked: bool = False) -> Profile:
    return Profile(**card_fields(user), **profile_fields(user), blocked=blocked)


def search(
    text: str, role: str | None, *, by: User, cursor: str | None = None, limit: int = 20
) -> tuple[list[Person], str | None]:
    """People whose name or handle has words that begin like these; never the blocked."""
    require_confirmed_email(by)
    blocked_by_me = Block.objects.filter(blocker=by, blocked=OuterRef("pk"))
    found = visible_to(by).filter(~Exists(blocked_by_me)).exclude(pk=by.pk)
    if text:
        found = found.filter(called(text))
    if role in ("host", "model"):
        found = found.filter(**{f"is_{role}": True})
    page, following = by_name(found, cursor=cursor, limit=limit)
    return [card(user) for user in page], following


def by_name(
    found: QuerySet[User], *, cursor: str | None, limit: int
) -> tuple[list[User], str | None]:
    """A page of people in the order of their names, and the next cursor."""
    if cursor is not None:
        name, id = cursors.read(cursor, tuple[str, UUID])
        found = found.filter(Q(display_name__gt=name) | Q(display_name=name, public_id__gt=id))
    rows = found.order_by("display_name", "public_id")[: limit + 1]
    return cut(rows, limit, attrgetter("display_name", "public_id"))


def called(text: str) -> RawSQL:
    """A condition on people: name and handle have words that begin like all of these."""
    return RawSQL("search_words @@ %s::tsquery", [words.query(text)], output_field=BooleanField())


def are_blocked(one: int, other: int) -> bool:
    """Whether either of the two has blocked the other."""
    return Block.objects.filter(
        Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one)
    ).exists()


def are_apart(new: Iterable[int], all_of_them: Iterable[int]) -> bool:
    """Whether a block stands between one of `new` and anybody of all of them."""
    new, everybody = list(new), list(all_of_them)
    return Block.objects.filter(
        Q(blocker__in=new, blocked__in=everybody) | Q(blocked__in=new, blocker__in=everybody)
    ).exists()


def blocked_pairs(pairs: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of these (id, public id of another), the pairs that a block stands between."""
    found = Block.objects.filter(
        Q(blocker__in=[one for one, _ in pairs], blocked__public_id__in=[o for _, o in pairs])
        | Q(blocked__in=[one for one, _ in pairs], blocker__public_id__in=[o for _, o in pairs])
    ).values_list("blocker", "blocker__public_id", "blocked", "blocked__public_id")
    apart = {pair for a, x, b, y in found for pair in ((a, str(y)), (b, str(x)))}
    return apart & pairs


def require_confirmed_email(user: User) -> None:
    """Nobody writes, applies or calls before they have answered a mail."""
    if user.email_confirmed_at is None:
        raise Refused(
            "forbidden",
            "Confirm your e-mail address first: the link is in your mailbox.",
            reasons=["email_unconfirmed"],
        )


# --- as they look on the wire ----------------------------------------------------------------


def card_fields(user: User) -> dict[str, Any]:
    return {
        "id": user.public_id,
        "handle": user.handle,
        "name": user.display_name,
        "avatar": user.avatar,
        "is_host": user.is_host,
        "is_model": user.is_model,
    }


def card(user: User) -> Person:
    return Person(**card_fields(user))


def model_card(model: ModelProfile) -> ModelCard:
    return ModelCard(
        pose_styles=model.pose_styles,
        rating=None if model.rating is None else float(model.rating),
        experience=model.experience,
        languages=model.languages,
        about=model.about,
    )


def profile_fields(user: User) -> dict[str, Any]:
    model = getattr(user, "model_profile", None) if user.is_model else None
    rating = user.host_rating
    return {
        "about": user.about,
        "model": model_card(model) if model else None,
        "host_rating": None if rating is None else float(rating),
    }


def me(user: User) -> Me:
    return Me(
        **card_fields(user),
        **profile_fields(user),
        blocked=False,
        email=user.email,
        email_confirmed=user.email_confirmed_at is not None,
        time_zone=user.time_zone,
        language=user.language,
        shows_typing=user.shows_typing,
        shows_presence=user.shows_presence,
        shows_receipts=user.shows_receipts,
    )


# --- who is asking ---------------------------------------------------------------------------


def live_sign_ins(now: datetime | None = None) -> QuerySet[SignIn]:
    alive = Q(expires_at=None) | Q(expires_at__gt=now or timezone.now())
    return SignIn.objects.filter(alive, revoked_at=None, user__is_active=True)


#: The same, of a sign-in `s` and its person `u`.
LIVE = """(s.expires_at IS NULL OR s.expires_at > {now}) AND s.revoked_at IS NULL
    AND u.is_active"""


def live_sign_in(id: int, *, with_model: bool = False) -> SignIn | None:
    """With its person, and if asked for what they offer as a model."""
    return _live("s.id = %(id)s", with_model, id=id)


def sign_in_of_session(public_id: str) -> SignIn | None:
    return _live("s.public_id = %(id)s", id=public_id)


def sign_in_of_token(token: str) -> SignIn | None:
    hashed = tokens.digest(token)
    return _live("s.kind = 'token' AND s.token_hash = %(hash)s", hash=hashed)


def _live(which: str, with_model: bool = False, **asked: Any) -> SignIn | None:
    """Without the model nothing of `models` is touched: who only knocks never waits for it."""
    columns, tables = "{s}, {u}", "sign_ins s JOIN user_profiles u ON u.id = s.user_id"
    kinds: dict[str, type[Model]] = {"s": SignIn, "u": User}
    if with_model:
        columns += ", {m}"
        tables += " LEFT JOIN models m ON m.user_profile_id = u.id"
        kinds["m"] = ModelProfile
    live = LIVE.format(now="%(now)s")
    statement = f"SELECT {columns} FROM {tables} WHERE {live} AND {which}"
    for sign_in, user, *model in objects(statement, {**asked, "now": timezone.now()}, **kinds):
        sign_in.user = user
        user.via, user.is_here = via(sign_in), via(sign_in) is None
        if with_model:
            User._meta.get_field("model_profile").set_cached_value(user, model[0])
        return sign_in  # type: ignore[no-any-return]
    return None


def via(sign_in: SignIn) -> str | None:
    """What is said of a program that acts for its person: the name of its API token."""
    return (sign_in.name or "API") if sign_in.kind == SignIn.TOKEN else None


def sign_ins_of(user: User, *, current: SignIn) -> list[SignInRow]:
    rows = live_sign_ins().filter(user=user).order_by("-created_at")
    return [
        SignInRow(
            id=row.public_id,
            kind=row.kind,
            name=row.name,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at if row.kind == SignIn.TOKEN else None,
            scopes=row.scopes,
            verbs=row.verbs,
            current=row.pk == current.pk,
        )
        for row in rows
    ]
