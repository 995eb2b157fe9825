"""Who somebody is: what they change about themselves, and what others see of them."""

import uuid
from functools import partial

import msgspec
import pytest

from core.refused import Refused
from people import queries
from people.accounts import free_handle
from people.actions import block, update_profile
from people.models import ModelProfile, User
from people.verbs import BlockPerson, Done, UpdateProfile
from tests.people import Cast, host, model, person
from tests.refusals import refused
from tests.together import at_once


def test_what_is_not_given_stays(people: Cast) -> None:
    update_profile(UpdateProfile(about="I move slowly."), by=people.ana)
    ana = User.objects.select_related("model_profile").get(pk=people.ana.pk)
    assert (ana.about, ana.display_name, ana.handle) == ("I move slowly.", "Ana", people.ana.handle)
    assert ana.model_profile.pose_styles == ["dynamic"]


def test_a_model_says_what_they_offer(people: Cast) -> None:
    update_profile(
        UpdateProfile(pose_styles=["long", "draped"], experience="some", languages=["de"]),
        by=people.ana,
    )
    row = ModelProfile.objects.get(user_profile=people.ana)
    assert (row.pose_styles, row.experience, row.languages) == (["long", "draped"], "some", ["de"])
    assert row.rating is not None  # which is nobody's own to set


def test_who_becomes_a_model_gets_a_model_profile(people: Cast) -> None:
    assert queries.profile(people.hanna.handle, seen_by=people.mika).model is None
    update_profile(UpdateProfile(is_model=True), by=people.hanna)
    shown = queries.profile(people.hanna.handle, seen_by=people.mika)
    assert shown.is_model
    assert shown.model is not None
    assert shown.model.rating is None


def test_who_stops_modelling_shows_no_model_profile(people: Cast) -> None:
    update_profile(UpdateProfile(is_model=False), by=people.ana)
    assert queries.profile(people.ana.handle, seen_by=people.mika).model is None


def test_a_handle_belongs_to_one_person(people: Cast) -> None:
    with refused("conflict", field="handle"):
        update_profile(UpdateProfile(handle=people.hanna.handle), by=people.ana)
    mine = f"ana-{uuid.uuid4().hex[:8]}"
    update_profile(UpdateProfile(handle=mine), by=people.ana)
    people.ana.refresh_from_db()
    assert people.ana.handle == mine
    assert update_profile(UpdateProfile(handle=mine), by=people.ana)  # it is mine already


def test_of_many_who_want_one_handle_at_once_one_gets_it(people: Cast) -> None:
    wanted = f"muse-{uuid.uuid4().hex[:8]}"
    crowd = [person(f"Model{n}") for n in range(8)]
    ask = UpdateProfile(handle=wanted)
    answers = at_once(partial(update_profile, ask, by=one) for one in crowd)
    assert [type(answer) for answer in answers].count(Done) == 1
    assert {a.code for a in answers if isinstance(a, Refused)} == {"conflict"}
    assert User.objects.filter(handle=wanted).count() == 1


def test_a_time_zone_must_be_one(people: Cast) -> None:
    with refused("bad_request", field="time_zone"):
        update_profile(UpdateProfile(time_zone="Mars/Olympus"), by=people.ana)
    update_profile(UpdateProfile(time_zone="Asia/Tokyo"), by=people.ana)
    assert queries.me(User.objects.get(pk=people.ana.pk)).time_zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "wrong",
    [
        {"handle": "Ana"},
        {"handle": "-ana"},
        {"handle": "a b"},
        {"name": ""},
        {"name": "x" * 61},
        {"language": "fr"},
        {"pose_styles": ["headstand"]},
        {"experience": "expert"},
        {"rating": 5},
        {"email": "mine@example.org"},
        {"email_confirmed": True},
        {"is_staff": True},
    ],
    ids=str,
)
def test_what_is_not_ones_own_to_set_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError, match=next(iter(wrong))):
        msgspec.convert(wrong, UpdateProfile)


# --- what others see -------------------------------------------------------------------------


def test_others_see_a_person_and_not_their_address(people: Cast) -> None:
    shown = msgspec.json.encode(queries.profile(people.ana.handle, seen_by=people.mika)).decode()
    assert people.ana.email not in shown
    assert "email" not in shown
    mine = queries.me(people.ana)
    assert (mine.email, mine.email_confirmed) == (people.ana.email, True)


@pytest.mark.parametrize("by", ["hanna", "ana"])
def test_blocked_people_do_not_find_each_other(people: Cast, by: str) -> None:
    one, other = (people.hanna, people.ana) if by == "hanna" else (people.ana, people.hanna)
    block(BlockPerson(person=other.public_id), by=one)
    for seeker, sought in ((one, other), (other, one)):
        found, _ = queries.search(sought.handle, None, by=seeker)
        assert [card.id for card in found] == []
    with refused("not_found"):
        queries.profile(one.handle, seen_by=other)
    assert queries.profile(other.handle, seen_by=one).blocked  # to take it back


def test_a_closed_account_is_not_there(people: Cast) -> None:
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    assert queries.search(people.ana.handle, None, by=people.hanna) == ([], None)
    with refused("not_found"):
        queries.profile(people.ana.handle, seen_by=people.hanna)


def test_people_are_found_by_how_a_word_of_theirs_begins() -> None:
    mark = uuid.uuid4().hex[:8].translate(str.maketrans("0123456789", "abcdefghij"))
    lena, otto = model("Lena"), host("Otto")
    User.objects.filter(pk=lena.pk).update(display_name=f"Lena {mark}")
    User.objects.filter(pk=otto.pk).update(display_name=f"{mark.upper()} Otto")
    otto.refresh_from_db()
    seeker = person("Mika")
    for text, role, expected in (
        (mark, None, {lena, otto}),
        (mark, "host", {otto}),
        (mark, "model", {lena}),
        (mark[1:], None, set()),
        (f"@{lena.handle}", None, {lena}),
        (f"lena {mark}", None, {lena}),
        ("%", None, set()),
        ("_", None, set()),
    ):
        found = {card.id for card in queries.search(text, role, by=seeker)[0]}
        assert found == {one.public_id for one in expected}, text
    assert queries.search(mark, None, by=lena) == (
        [queries.card(otto)],
        None,
    )  # nobody finds themselves


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ana Lima", "ana-lima"),
        ("Zoë Ångström", "zoe-angstrom"),
        ("小林", "person"),
        ("!!!", "person"),
    ],
)
def test_a_handle_is_made_from_a_name(name: str, plain: str) -> None:
    assert free_handle(name).startswith(plain)
    first = free_handle(f"{name} {uuid.uuid4().hex[:6]}")
    User.objects.create(handle=first, email="x@example.org", display_name=name)
    assert free_handle(first) == f"{first}-2"
