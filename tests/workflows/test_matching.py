"""Who fits a call and why, and what is missing to whom, in words that help."""

from datetime import timedelta
from typing import Any, get_args

import pytest

from core import clock as deciding
from people.actions import block
from people.models import ModelProfile, User
from people.speaking import speaking
from people.verbs import BlockPerson
from people.vocabulary import EXPERIENCE, POSE_STYLES
from tests import clock
from tests.conftest import Over
from tests.pages import everything
from tests.people import Cast, host, person
from tests.stories import apply, booked, call_row, confirm, open_call, session
from workflows import matching, reasons
from workflows.events import Check
from workflows.models import Booking
from workflows.queries import calls


def nina(**profile: Any) -> ModelProfile:
    row = ModelProfile.objects.create(user_profile=person("Nina", is_model=True), **profile)
    row.refresh_from_db()
    return row


def fit(host: User, requirements: dict[str, Any], model: ModelProfile) -> matching.Fit:
    found = matching.fit(call_row(open_call(host, requirements=requirements)), model)
    assert found is not None
    return found


#: what is asked, who asks to come -> what is missing (nothing: they fit)
CASES: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({}, {}, []),
    # pose styles: a value or a list, any one of them will do
    ({"pose_style": "dynamic"}, {"pose_styles": ["long", "dynamic"]}, []),
    ({"pose_style": "dynamic"}, {"pose_styles": ["long"]}, ["asks for dynamic poses"]),
    ({"pose_style": "dynamic"}, {"pose_styles": []}, ["asks for dynamic poses"]),
    ({"pose_style": ["dynamic", "long"]}, {"pose_styles": ["long"]}, []),
    (
        {"pose_style": ["dynamic", "long"]},
        {"pose_styles": ["draped"]},
        ["asks for dynamic or long poses"],
    ),
    # rating: reaching it is enough, and none yet is not
    ({"min_rating": 2}, {"rating": "2.00"}, []),
    ({"min_rating": 2}, {"rating": "5"}, []),
    ({"min_rating": 2}, {"rating": "1.99"}, ["needs rating 2, you have 1.99"]),
    ({"min_rating": 2}, {"rating": "1.8"}, ["needs rating 2, you have 1.8"]),
    ({"min_rating": 2}, {"rating": None}, ["needs rating 2, you have none yet"]),
    ({"min_rating": 1}, {"rating": None}, ["needs rating 1, you have none yet"]),
    ({"min_rating": 4.5}, {"rating": "4"}, ["needs rating 4.5, you have 4"]),
    # experience: at least that much
    ({"experience": "new"}, {"experience": "new"}, []),
    ({"experience": "some"}, {"experience": "experienced"}, []),
    ({"experience": "some"}, {"experience": "some"}, []),
    ({"experience": "some"}, {"experience": "new"}, ["asks for more experience: some experience"]),
    (
        {"experience": "experienced"},
        {"experience": "some"},
        ["asks for more experience: experienced"],
    ),
    # languages: any one of them will do
    ({"languages": ["en"]}, {"languages": ["de", "en"]}, []),
    ({"languages": ["en", "de"]}, {"languages": ["de"]}, []),
    ({"languages": ["en"]}, {"languages": ["de"]}, ["asks for English"]),
    ({"languages": ["en", "de"]}, {"languages": []}, ["asks for English or German"]),
    # everything that is missing is said
    (
        {"pose_style": "long", "min_rating": 3, "experience": "some", "languages": ["en"]},
        {"rating": "2.5"},
        [
            "asks for long poses",
            "needs rating 3, you have 2.5",
            "asks for more experience: some experience",
            "asks for English",
        ],
    ),
]


def missed(found: matching.Fit) -> list[str]:
    return [reason.words for reason in reasons.misses(found.misses)]


def why(found: matching.Fit) -> list[str]:
    return [reason.words for reason in reasons.suits(found.why)]


@pytest.mark.parametrize(("asked", "profile", "misses"), CASES, ids=str)
def test_who_fits_and_what_is_missing(
    people: Cast, asked: dict[str, Any], profile: dict[str, Any], misses: list[str]
) -> None:
    assert missed(fit(people.hanna, asked, nina(**profile))) == misses


def test_why_it_fits(people: Cast) -> None:
    model = nina(
        pose_styles=["long", "dynamic"], rating="4.5", experience="experienced", languages=["en"]
    )
    asked = {
        "pose_style": ["dynamic", "draped", "long"],
        "min_rating": 2,
        "experience": "some",
        "languages": ["en"],
    }
    found = fit(people.hanna, asked, model)
    assert why(found) == [
        "dynamic and long poses",
        "your rating 4.5",
        "your experience",
        "your languages",
        "you are free then",
    ]
    assert found.misses == []
    assert why(fit(people.hanna, {}, model)) == ["you are free then"]


def test_reasons_have_a_code_and_the_words_of_their_reader(people: Cast) -> None:
    asked = {"pose_style": ["long", "draped"], "min_rating": 4.5, "languages": ["en"]}
    found = fit(people.hanna, asked, nina(rating="2.5", pose_styles=["gesture"], languages=["de"]))
    with speaking("de"):
        why, misses = reasons.suits(found.why), reasons.misses(found.misses)
    assert [(reason.requirement, reason.words) for reason in misses] == [
        ("pose_style", "fragt nach: lange Posen oder mit Tuch"),
        ("min_rating", "braucht Bewertung 4,5, du hast 2,5"),
        ("languages", "fragt nach Englisch"),
    ]
    assert [reason.words for reason in why] == ["du hast dann Zeit"]


def test_every_reason_has_words() -> None:
    assert reasons.SUITS.keys() == set(get_args(Check))
    assert reasons.STYLES.keys() == set(POSE_STYLES)
    assert reasons.EXPERIENCE.keys() == set(EXPERIENCE)


async def test_the_board_says_it_in_the_readers_language(people: Cast, over_http: Over) -> None:
    people.ana.language = "de"
    people.ana.save()
    call = open_call(people.hanna)
    row = (await over_http(people.ana).read(f"calls/{call}")).json()
    assert row["why"][-1] == {"requirement": "free", "words": "du hast dann Zeit"}


def test_who_is_booked_then_does_not_fit(people: Cast) -> None:
    model = ModelProfile.objects.get(user_profile=people.ana)
    booked(host("Nora"), people.ana)
    found = fit(people.hanna, {}, model)
    assert (found.why, missed(found)) == ([], ["you are booked at that time"])
    Booking.objects.filter(model=model).update(state="cancelled_by_host")
    assert fit(people.hanna, {}, model).misses == []


@pytest.mark.parametrize(
    ("minutes", "free"), [(-120, True), (-119, False), (0, False), (119, False), (120, True)]
)
def test_back_to_back_is_free_and_a_minute_less_is_not(
    people: Cast, minutes: int, free: bool
) -> None:
    start = deciding.now().replace(microsecond=0) + timedelta(days=3)
    booked(host("Nora"), people.ana, starts_at=start, hours=2)
    beside = session(people.hanna, starts_at=start + timedelta(minutes=minutes), hours=2)
    call = call_row(open_call(people.hanna, beside))
    found = matching.fit(call, ModelProfile.objects.get(user_profile=people.ana))
    assert found is not None
    assert (found.misses == []) is free


@pytest.mark.parametrize("by", ["hanna", "ana"])
def test_to_those_who_blocked_each_other_it_is_not_there(people: Cast, by: str) -> None:
    call = call_row(open_call(people.hanna))
    ana, jane = (ModelProfile.objects.get(user_profile=p) for p in (people.ana, people.jane))
    one, other = (people.hanna, people.ana) if by == "hanna" else (people.ana, people.hanna)
    block(BlockPerson(person=other.public_id), by=one)
    assert matching.fit(call, ana) is None
    assert matching.fit(call, jane) is not None


def test_ones_own_call_is_not_for_oneself(people: Cast) -> None:
    profile = ModelProfile.objects.create(user_profile=people.hanna, pose_styles=["dynamic"])
    assert matching.fit(call_row(open_call(people.hanna)), profile) is None


# --- the board -------------------------------------------------------------------------------


def on_the_board(person: User, of: User) -> list[Any]:
    model = ModelProfile.objects.get(user_profile=person)
    return [
        row.call.id
        for row in everything(calls.board, person, model)
        if row.call.host.id == of.public_id
    ]


def test_the_board_has_what_fits_the_nearest_deadline_first(people: Cast) -> None:
    late, soon = (open_call(people.hanna, closes=timedelta(hours=hours)) for hours in (5, 1))
    open_call(people.hanna, requirements={"pose_style": "long"})
    assert on_the_board(people.ana, people.hanna) == [soon, late]
    assert on_the_board(people.mika, people.hanna) != [soon, late]


def test_what_does_not_fit_is_not_on_the_board(people: Cast) -> None:
    open_call(people.hanna, requirements={"pose_style": "dynamic", "min_rating": 4})
    assert on_the_board(people.jane, people.hanna) == []
    assert len(on_the_board(people.ana, people.hanna)) == 1


def test_what_one_applied_for_stays_on_the_board_for_a_while(people: Cast) -> None:
    call = open_call(people.hanna)
    confirm(people.hanna, apply(people.ana, call).application)
    assert on_the_board(people.ana, people.hanna) == [call]
    assert on_the_board(people.jane, people.hanna) == []
    clock.travel(timedelta(hours=13))
    assert on_the_board(people.ana, people.hanna) == []
