"""What an operator types: a token, and that a dump was restored."""

import io
import uuid

import httpx
import pytest
from django.core.management import CommandError, call_command

from people.models import User
from protocol.models import Installation
from tests.client import Client
from tests.conftest import Connect
from tests.people import Cast
from tests.people import token as token_of
from tests.processes import Web


def typed(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip()


async def test_a_token_lets_its_person_in_and_nobody_else(people: Cast, webs: list[Web]) -> None:
    token = typed("token", f"@{people.hanna.handle}", "--name", "from the shell")
    async with httpx.AsyncClient(base_url=webs[0].origin) as http:
        for given, status in ((token, 200), (token + "x", 401), ("x", 401)):
            headers = {"Authorization": f"Bearer {given}"}
            answer = await http.get("/api/v1/me", headers=headers)
            assert answer.status_code == status
            assert (people.hanna.handle in answer.text) == (status == 200)


@pytest.mark.parametrize("who", ["nobody", "closed"])
def test_there_is_no_token_for_nobody(people: Cast, who: str) -> None:
    handle = f"nobody-{uuid.uuid4()}"
    if who == "closed":
        handle = people.jane.handle
        User.objects.filter(pk=people.jane.pk).update(is_active=False)
    with pytest.raises(CommandError, match=f"There is nobody with the handle '{handle}'"):
        typed("token", handle)


async def test_after_a_restored_dump_every_client_begins_anew(
    people: Cast, webs: list[Web], connect: Connect
) -> None:
    ana, hanna = await connect(people.ana), await connect(people.hanna, on=1)
    before = Installation.objects.get().epoch
    said = typed("restored")
    epoch = Installation.objects.get().epoch
    assert epoch != before
    assert said == f"A new epoch begins: {epoch}"
    for client in (ana, hanna):
        assert await client.closed() == 1012
        assert client.heard("reset")[0]["reason"] == "epoch"
    again = await Client.connect(webs[0].port, token_of(people.ana))
    welcome = await again.hello(epoch=before, user=0)
    assert welcome["epoch"] == epoch
    await again.close()
