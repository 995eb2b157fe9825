"""Fields that the server decides: nobody sets them by sending them."""

import uuid
from typing import Any

import pytest

from consumers.commands import COMMANDS
from people.models import User
from tests import stories
from tests.conftest import Over
from tests.doors import Doors
from tests.people import Cast, host

#: What rows have and requests have not; those that a verb really takes are left out below.
DECIDED = {
    "id": 1,
    "pk": 1,
    "by": "00000000-0000-0000-0000-000000000000",
    "user": 1,
    "host": 1,
    "sender": "00000000-0000-0000-0000-000000000000",
    "status": "accepted",
    "kind": "system_notification",
    "number": 1,
    "version": 999,
    "created_at": "2020-01-01T00:00:00Z",
    "decided_at": "2020-01-01T00:00:00Z",
    "expires_at": "2040-01-01T00:00:00Z",
    "edited_at": None,
    "booked": 50,
    "rating": 5,
    "data": {"type": "confirmed"},
    "email": "other@example.org",
    "email_confirmed_at": "2020-01-01T00:00:00Z",
    "is_staff": True,
    "is_superuser": True,
    "is_active": True,
    "password": "x",
    "accepted_at": "2020-01-01T00:00:00Z",
    "blocked": False,
    "duplicate": True,
    "terms": {},
}


@pytest.mark.parametrize("verb", COMMANDS)
async def test_no_verb_takes_what_the_server_decides(doors: Doors, verb: str) -> None:
    socket, http = await doors(host(), verb)
    taken = set(COMMANDS[verb].ask.__struct_fields__)
    for field, value in DECIDED.items():
        if field in taken:
            continue
        error = await socket.refused(verb, **{field: value})
        assert error["code"] == "bad_request"
        assert (await http.ask(verb, **{field: value})).json() == error


async def test_a_text_is_a_text(people: Cast, over_http: Over) -> None:
    """`kind` is a field of `message.send`, but nobody speaks as the system."""
    talk = str(stories.talking(people.hanna, people.ana))
    hanna = over_http(people.hanna)
    for kind in ("system_notification", "", None, 1):
        answer = await hanna.ask(
            "message.send", key=str(uuid.uuid4()), conversation=talk, content="Hi", kind=kind
        )
        assert (answer.status_code, answer.json()["field"]) == (400, "kind")


async def test_otherwise_right_requests_change_nothing(people: Cast, over_http: Over) -> None:
    ana = over_http(people.ana)
    before = User.objects.filter(pk=people.ana.pk).values().get()
    for extra in ({"is_staff": True}, {"email": "x@example.org"}, {"rating": 5}):
        fields: dict[str, Any] = {"about": "changed", **extra}
        assert (await ana.ask("profile.update", **fields)).status_code == 400
    assert User.objects.filter(pk=people.ana.pk).values().get() == before
