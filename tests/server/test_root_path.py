"""Nobody tells the server where it is: a path is the one that was asked for."""

import httpx
import pytest

from tests.people import Cast, token
from tests.processes import Web

HEADER = "Daphne-Root-Path"


@pytest.mark.attack(
    "let a costly read pass for a cheap one, or a page for one of the admin, by Daphne-Root-Path",
    "the header is not heard",
)
@pytest.mark.parametrize(
    ("root", "path"),
    [
        ("/avatars", "/avatars/api/v1/directory"),
        ("/admin", "/admin/sign-in"),
        ("/x", "/x/api/v1/me"),
    ],
)
async def test_a_prefix_is_no_part_of_the_path(
    people: Cast, webs: list[Web], root: str, path: str
) -> None:
    who = {"Authorization": f"Bearer {token(people.ana)}"}
    async with httpx.AsyncClient(base_url=webs[0].origin, headers=who) as client:
        without = await client.get(path)
        answer = await client.get(path, headers={HEADER: root})
    assert answer.status_code == without.status_code
    assert answer.headers["Content-Security-Policy"] == without.headers["Content-Security-Policy"]
    assert people.ana.handle not in answer.text


async def test_nobody_is_led_elsewhere_by_it(webs: list[Web]) -> None:
    async with httpx.AsyncClient(base_url=webs[0].origin) as client:
        for root in ("//evil.example", "/evil", "\xff"):
            told = {HEADER.encode(): root.encode("latin1")}
            answer = await client.get("/admin/", headers=told)
            assert answer.status_code == 302
            assert answer.headers["Location"] == "/admin/login/?next=/admin/"
