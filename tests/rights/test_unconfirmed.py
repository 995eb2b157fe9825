"""An account whose address nobody has confirmed is forgotten: its handle and address are free."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from core import clock as deciding
from feed.actions import follows
from feed.verbs import HideLists
from notifications.actions import settings as telling
from notifications.models import Device
from people import actions, former, queries
from people.models import ModelProfile, SignIn, User
from people.verbs import UpdateProfile
from protocol.publish import Outgoing, SignedOut
from rights import references
from rights.actions import erasing
from tests import clock, jobs, stories
from tests.people import Cast, person
from tests.rights.test_erasing import tables_with

LATER = timedelta(days=settings.KEEP.unconfirmed, minutes=1)


def newcomer(word: str = "nobody") -> User:
    """Somebody who has just opened an account; `word` is in all that is theirs."""
    handle = f"{word}-{uuid.uuid4().hex[:8]}"
    user = person(word.title(), is_model=True, email_confirmed_at=None)
    User.objects.filter(pk=user.pk).update(
        handle=handle, email=f"{handle}@example.org", created_at=deciding.now(), about=word
    )
    user.refresh_from_db()
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def lives(user: User, people: Cast) -> None:
    """All that an account without a confirmed address may do."""
    ModelProfile.objects.create(user_profile=user)
    session = actions.record_sign_in(user, user.about)
    actions.create_token(user, user.about)
    actions.update_profile(UpdateProfile(handle=f"{user.handle}-2"), by=user)
    stories.block(user, people.mika)
    follows.hide_lists(HideLists(private=True), by=user)
    telling.set_preference(user, "call.matching", "model", "email", on=False)
    endpoint = f"https://fcm.googleapis.com/{user.about}"
    Device.objects.create(user=user, sign_in=session, endpoint=endpoint, name=user.about)


def forgotten() -> None:
    while erasing.forget_unconfirmed():
        pass


def test_it_goes_with_all_that_was_its_own(people: Cast, told: list[Outgoing]) -> None:
    word = "zuvexalir"
    user = newcomer(word)
    lives(user, people)
    signed_in = set(SignIn.objects.filter(user=user).values_list("pk", flat=True))
    user.refresh_from_db()
    clock.travel(LATER)
    told.clear()
    forgotten()
    assert not User.objects.filter(pk=user.pk).exists()
    assert tables_with(word) - {"procrastinate_jobs"} == set()
    ended = [one for one in told if isinstance(one, SignedOut)]
    assert signed_in in [set(one.sign_ins) for one in ended], "whoever is connected is sent away"
    jobs.work_off("people")  # what was to end later finds nobody


def test_handle_and_address_are_free_at_once(people: Cast) -> None:
    user = newcomer()
    clock.travel(LATER)
    forgotten()
    actions.update_profile(UpdateProfile(handle=user.handle), by=people.hanna)
    assert queries.behind_handle(user.handle, seen_by=None) == people.hanna
    assert not User.objects.filter(email=user.email).exists()


def test_one_to_whom_others_have_written_is_erased(people: Cast) -> None:
    """Their side of it stays: the row is that of a former member, as long as anything refers."""
    user = newcomer()
    User.objects.filter(pk=user.pk).update(email_confirmed_at=deciding.now())
    stories.start(people.hanna, user, "Welcome!")  # from before nobody could meet them
    User.objects.filter(pk=user.pk).update(email_confirmed_at=None)
    clock.travel(LATER)
    forgotten()
    while erasing.erase_due():
        pass
    left = User.objects.get(pk=user.pk)
    assert (left.display_name, left.email, left.is_active) == (former.NAME, "", False)
    assert left.erased_at is not None
    actions.update_profile(UpdateProfile(handle=user.handle), by=people.hanna)
    erasing.forget_empty()
    assert User.objects.filter(pk=user.pk).exists()


def test_a_young_one_a_confirmed_one_and_the_staff_stay() -> None:
    young, confirmed, staff = newcomer(), newcomer(), newcomer()
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    actions.confirm_email(confirmed, confirmed.email)
    clock.travel(LATER - timedelta(minutes=2))
    forgotten()
    assert User.objects.filter(pk=young.pk, is_active=True).exists()
    clock.travel(LATER)
    forgotten()
    stay = User.objects.filter(pk__in=(confirmed.pk, staff.pk), is_active=True)
    assert stay.count() == 2
    assert not User.objects.filter(pk=young.pk).exists()


def test_who_confirms_at_the_last_moment_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the worker has looked who is due, and before it holds their row."""
    user = newcomer()
    clock.travel(LATER)

    real = erasing._forget_unconfirmed

    def first_confirm(id: int, *rest: object) -> None:
        if id == user.pk:
            actions.confirm_email(user, user.email)
        real(id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(erasing, "_forget_unconfirmed", first_confirm)
    forgotten()
    assert User.objects.filter(pk=user.pk, is_active=True).exists()


def test_what_goes_along_with_a_person_is_there() -> None:
    there = {references.label(*one) for one in references.references(User)}
    assert there >= references.GOES_ALONG


def test_a_row_to_which_nothing_refers_goes_in_the_end(people: Cast) -> None:
    """Also that of somebody who has left, once their handle is not kept for them any more."""
    user = person("Lea", is_active=False)
    User.objects.filter(pk=user.pk).update(erase_at=deciding.now())
    while erasing.erase_due():
        pass
    erasing.forget_empty()
    assert User.objects.filter(pk=user.pk).exists(), "nobody else may take the handle"
    user.former_handles.all().delete()
    while erasing.forget_empty():
        pass
    assert not User.objects.filter(pk=user.pk).exists()
