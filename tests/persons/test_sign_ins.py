"""Where somebody is signed in: one table, and ending an entry of it ends everything behind it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db.models import Model
from django.utils import timezone

from people import queries, tokens
from people.actions import (
    close_account,
    confirm_email,
    create_token,
    end_sign_in,
    record_sign_in,
    reopen_account,
)
from people.actions.sign_ins import sign_out
from people.models import SignIn, User
from people.verbs import SignOut
from protocol.publish import Outgoing, SignedOut
from tests.people import Cast, entered_again, person
from tests.refusals import refused


def alive(user: User) -> set[int]:
    return set(queries.live_sign_ins().filter(user=user).values_list("pk", flat=True))


def test_a_token_is_kept_as_its_hash(people: Cast) -> None:
    token = create_token(people.ana, "telephone")
    row = SignIn.objects.get(user=people.ana)
    assert token.startswith("cb_")
    assert bytes(row.token_hash or b"") == tokens.digest(token)
    assert token.encode() not in bytes(row.token_hash or b"")
    found = queries.sign_in_of_token(token)
    assert found is not None
    assert found.user == people.ana
    assert queries.sign_in_of_token(token[:-1]) is None
    assert queries.sign_in_of_token("") is None


ENDS: dict[str, Callable[[SignIn], object]] = {
    "revoked": lambda row: SignIn.objects.filter(pk=row.pk).update(revoked_at=timezone.now()),
    "expired": lambda row: SignIn.objects.filter(pk=row.pk).update(expires_at=timezone.now()),
    "closed": lambda row: User.objects.filter(pk=row.user_id).update(is_active=False),
}


@pytest.mark.parametrize("end", ENDS)
def test_every_way_in_ends_with_the_sign_in(people: Cast, end: str) -> None:
    token = create_token(people.ana, "telephone")
    row = SignIn.objects.get(user=people.ana)

    def ways() -> list[SignIn | None]:
        public_id = str(row.public_id)
        by_session = queries.sign_in_of_session(public_id)
        return [queries.live_sign_in(row.pk), by_session, queries.sign_in_of_token(token)]

    assert ways() == [row, row, row]
    ENDS[end](row)
    assert ways() == [None, None, None]
    assert alive(people.ana) == set()


def test_who_signs_in_comes_whole_with_one_question(
    people: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for asking in (people.ana, people.hanna):
        known = record_sign_in(asking, "a")
        stored = User.objects.select_related("model_profile").get(pk=asking.pk)
        with django_assert_num_queries(1):
            found = queries.live_sign_in(known.pk, with_model=True)
            assert found is not None
            assert whole(found) == whole(known)
            assert whole(found.user) == whole(stored)
            model = getattr(found.user, "model_profile", None)
        expected = getattr(stored, "model_profile", None)
        assert (model and whole(model)) == (expected and whole(expected))
    assert expected is None  # Hanna only hosts


def whole(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_signing_out_elsewhere_leaves_the_one_that_asks(people: Cast, told: list[Outgoing]) -> None:
    here, telephone, computer = (record_sign_in(people.ana, name) for name in "abc")
    entered_again(here)
    strangers = record_sign_in(people.mika, "d")
    sign_out(SignOut(), by=people.ana, sign_in=here)
    assert alive(people.ana) == {here.pk}
    assert alive(people.mika) == {strangers.pk}
    [ended] = told
    assert isinstance(ended, SignedOut)
    assert (set(ended.sign_ins), ended.code) == ({telephone.pk, computer.pk}, 4401)


def test_one_of_them_is_ended_by_its_id(people: Cast, told: list[Outgoing]) -> None:
    here, telephone = (record_sign_in(people.ana, name) for name in "ab")
    with refused("reauthenticate"):
        sign_out(SignOut(sign_in=telephone.public_id), by=people.ana, sign_in=here)
    entered_again(here)
    sign_out(SignOut(sign_in=telephone.public_id), by=people.ana, sign_in=here)
    assert alive(people.ana) == {here.pk}
    assert told == [SignedOut([telephone.pk], 4401)]
    with refused("not_found"):  # it is over already
        sign_out(SignOut(sign_in=telephone.public_id), by=people.ana, sign_in=here)


def test_nobody_signs_somebody_else_out(people: Cast) -> None:
    hers, his = record_sign_in(people.ana, "a"), record_sign_in(people.mika, "b")
    entered_again(his)
    with refused("not_found"):
        sign_out(SignOut(sign_in=hers.public_id), by=people.mika, sign_in=his)
    assert alive(people.ana) == {hers.pk}


def test_a_closed_account_ends_all_of_them_and_says_so(people: Cast, told: list[Outgoing]) -> None:
    rows = [record_sign_in(people.ana, "a"), SignIn.objects.get(pk=make_token(people.ana))]
    close_account(people.ana)
    assert alive(people.ana) == set()
    [ended] = told
    assert isinstance(ended, SignedOut)
    assert (set(ended.sign_ins), ended.code) == ({row.pk for row in rows}, 4403)
    reopen_account(people.ana)
    assert alive(people.ana) == set()
    again = record_sign_in(people.ana, "b")
    assert alive(people.ana) == {again.pk}


def make_token(user: User) -> int:
    create_token(user, "t")
    return SignIn.objects.filter(user=user).latest("pk").pk


def test_a_new_password_however_it_is_set_ends_all_but_the_one_that_set_it(
    people: Cast, told: list[Outgoing]
) -> None:
    here, telephone = (record_sign_in(people.ana, name) for name in "ab")
    people.ana.about = "Nothing to do with it"
    people.ana.save()
    assert told == []
    people.ana.keeps_sign_in = here
    people.ana.set_password("a new crayon")
    people.ana.save()
    assert told == [SignedOut([telephone.pk], 4401)]
    by_the_operator = User.objects.get(pk=people.ana.pk)
    by_the_operator.set_password("another crayon")
    by_the_operator.save()
    assert told[1:] == [SignedOut([here.pk], 4401)]


def test_ending_what_has_ended_is_no_news(people: Cast, told: list[Outgoing]) -> None:
    row = record_sign_in(people.ana, "a")
    end_sign_in(row)
    ended_at = SignIn.objects.get(pk=row.pk).revoked_at
    end_sign_in(row)
    assert SignIn.objects.get(pk=row.pk).revoked_at == ended_at
    assert [o.sign_ins for o in told if isinstance(o, SignedOut)] == [[row.pk], []]


def test_what_ran_out_or_belongs_to_a_closed_account_is_not_alive(people: Cast) -> None:
    row = record_sign_in(people.ana, "a")
    row.expires_at = timezone.now() - timedelta(seconds=1)
    row.save()
    assert alive(people.ana) == set()
    row.expires_at = timezone.now() + timedelta(hours=1)
    row.save()
    assert alive(people.ana) == {row.pk}
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    assert alive(people.ana) == set()


def test_only_an_address_that_is_still_mine_is_confirmed() -> None:
    nora = person("Nora", email_confirmed_at=None)
    confirm_email(nora, "another@example.org")
    nora.refresh_from_db()
    assert nora.email_confirmed_at is None
    confirm_email(nora, nora.email.upper())
    nora.refresh_from_db()
    assert nora.email_confirmed_at is not None
