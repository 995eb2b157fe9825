"""Nobody finds out who is here: neither by answers nor by how long they take."""

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import queries, signing_in
from people.models import User
from tests.accounts import PASSWORD, fresh_address
from tests.conftest import Over
from tests.people import Cast, host, model, person
from tests.refusals import refused
from tests.security.browser import ALLAUTH, with_password
from tests.stories import start
from workflows.queries import directory


def addresses(people: Cast) -> dict[str, str]:
    """Of each kind of account that an address may have, and of none."""
    confirmed = with_password(people.ana, PASSWORD)
    closed = with_password(person("Cleo", is_active=False), PASSWORD)
    unconfirmed = with_password(person("Nora", email_confirmed_at=None), PASSWORD)
    both = with_password(person("Otto", email_confirmed_at=None), PASSWORD)
    with_password(people.jane, "a password of her own")
    User.objects.filter(pk=both.pk).update(email=people.jane.email)
    return {
        "confirmed": confirmed.email,
        "closed": closed.email,
        "unconfirmed": unconfirmed.email,
        "both": people.jane.email,
        "none": fresh_address(),
    }


@pytest.mark.attack(
    "find out by the time that a sign-in takes whether an address has an account",
    "as many passwords are compared for each",
)
@pytest.mark.parametrize("password", [PASSWORD, "a guess"])
def test_a_sign_in_compares_as_many_passwords_for_every_address(
    people: Cast, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    done: Counter[str] = Counter()
    hasher = type(get_hasher())
    for what in ("verify", "encode"):
        real = getattr(hasher, what)

        def counted(self: Any, *given: Any, what: str = what, real: Any = real) -> Any:
            done[what] += 1
            return real(self, *given)

        monkeypatch.setattr(hasher, what, counted)
    signing_in._nobodys()
    work = {}
    for kind, address in addresses(people).items():
        done.clear()
        authenticate(None, email=address, password=password)
        assert done["verify"] == signing_in.CHECKS, kind
        work[kind] = dict(done)
    assert all(one == work["none"] for one in work.values())


@pytest.mark.attack(
    "find out by the time that a new password takes to be asked for whether an address has an"
    " account",
    "the worker looks it up",
)
def test_asking_for_a_new_password_does_the_same_for_every_address(people: Cast) -> None:
    done = {}
    for kind, address in addresses(people).items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = Client().post(
                f"{ALLAUTH}auth/password/request", {"email": address}, "application/json"
            )
        assert answer.status_code == 200
        statements = [one["sql"].replace(address, "-") for one in asked.captured_queries]
        done[kind] = [sql.split(" VALUES ")[0] for sql in statements]
    assert done["none"], "nothing was captured"
    assert all(one == done["none"] for one in done.values())


# --- accounts that nobody has confirmed -----------------------------------------------------------


@pytest.mark.attack(
    "fill the directory, the search and public pages with words of accounts without an address",
    "only confirmed accounts are shown to others",
)
async def test_nobody_meets_an_account_that_is_not_confirmed(people: Cast, over_http: Over) -> None:
    spam = model("Spammer")
    User.objects.filter(pk=spam.pk).update(email_confirmed_at=None, is_host=True)
    spam.refresh_from_db()
    for viewer in (people.ana, None):
        with refused("not_found"):
            queries.behind_handle(spam.handle, seen_by=viewer)
    shown = directory.page(people.hanna, role="model", search="Spammer").entries
    assert spam.public_id not in {entry.person.id for entry in shown}
    found, _ = queries.search("Spammer", None, by=people.hanna)
    assert spam.public_id not in {one.id for one in found}
    with refused("not_found"):
        start(people.hanna, spam, "Hello")
    mine = await over_http(spam).read(f"people/{spam.handle}")
    assert mine.status_code == 200, "they see their own page"
    User.objects.filter(pk=spam.pk).update(email_confirmed_at=spam.created_at)
    found, _ = queries.search("Spammer", None, by=people.hanna)
    assert spam.public_id in {one.id for one in found}
    assert host() != spam
