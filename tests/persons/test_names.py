"""Names that deceive are refused, and a handle that was given up stays its former owner's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from people import actions, names, queries
from people.models import FormerHandle, User
from people.verbs import UpdateProfile
from tests import clock
from tests.people import Cast, person
from tests.refusals import refused


def call(user: User, **fields: str) -> None:
    actions.update_profile(UpdateProfile(**fields), by=user)  # type: ignore[arg-type]


def fresh() -> str:
    return f"h{uuid4().hex[:12]}"


@pytest.mark.parametrize(
    "name",
    [
        "Callboard",
        "Callboard Support",
        "C a l l b o a r d",
        "Cаllboard",  # noqa: RUF001  (the a is Cyrillic)
        "CALLB0ARD",
        "Support",
        "Support Team",
        "the Admin",
        "Hаnna",  # noqa: RUF001
        "Ηanna",  # noqa: RUF001  (the H is Greek)
    ],
)
def test_a_name_that_deceives_is_refused(people: Cast, name: str) -> None:
    with refused("bad_request", field="name"):
        call(people.ana, name=name)


@pytest.mark.parametrize(
    "name",
    [
        "Hanna Vogel",
        "Ханна",
        "Χάννα",
        "DJ 太郎",
        "Owner of a Lonely Heart",
        "Adminah",
        "O\u2019Neill 2",
        "🎨",
    ],
)
def test_an_honest_name_is_taken(people: Cast, name: str) -> None:
    call(people.ana, name=name)
    assert User.objects.get(pk=people.ana.pk).display_name == name


@pytest.mark.parametrize(
    "handle", ["admin", "support", "callboard-help", "settings", "api", "static"]
)
def test_a_handle_that_speaks_for_the_installation_is_kept(people: Cast, handle: str) -> None:
    with refused("conflict", field="handle"):
        call(people.ana, handle=handle)


def test_the_staff_may_be_called_so(people: Cast) -> None:
    otto = person("Otto", is_staff=True)
    call(otto, name="Callboard Support")
    assert User.objects.get(pk=otto.pk).display_name == "Callboard Support"


def test_a_handle_that_was_given_up_leads_to_its_owner_and_is_nobody_elses(people: Cast) -> None:
    old, new = fresh(), fresh()
    call(people.hanna, handle=old)
    call(people.hanna, handle=new)
    assert queries.behind_handle(old, seen_by=None) == people.hanna
    with refused("conflict", field="handle"):
        call(people.mika, handle=old)
    call(people.hanna, handle=old)  # it is still hers
    with refused("conflict", field="handle"):
        call(people.mika, handle=new)
    clock.travel(timedelta(days=settings.KEEP.handles + 1))
    call(people.mika, handle=new)
    assert queries.behind_handle(new, seen_by=None) == people.mika


def test_nobody_collects_handles(people: Cast) -> None:
    for _ in range(6):
        call(people.mika, handle=fresh())
    assert FormerHandle.objects.filter(user=people.mika).count() == 3


def test_every_page_of_the_client_is_a_handle_that_is_kept() -> None:
    from django.conf import settings

    routes = settings.ROOT / "frontend/src/routes"
    pages = {
        folder.name
        for group in routes.glob("(*)")
        for folder in group.iterdir()
        if folder.is_dir() and folder.name[0].isalpha()
    }
    assert {"inbox", "sign-in"} <= pages
    assert {page for page in pages if not names.is_reserved(page)} == set()
