"""An API token makes a person under the API, the media and the socket, and nowhere else."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.test import AsyncClient
from django.urls import URLPattern, URLResolver, get_resolver

from people.middleware import TOKEN_PATHS
from people.models import User
from tests.people import Cast, person, token
from tests.security.browser import ALLAUTH
from tests.security.conftest import OpenBrowser

#: What the parameters of a path are filled with, by their converter.
VALUES = {"uuid": "0f9c7a52-6f0b-4b6e-9a52-1d2f8a8c2f11", "int": "1", "path": "a/b"}


def patterns(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """An address for every URL pattern that the resolver knows, the admin's included."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield filled(route)


def filled(route: str) -> str:
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found[1], "1"), route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "people", route)
    return re.sub(r"\(\?!.*", "", route).rstrip("$").replace("//", "/")


OUTSIDE = sorted({path for path in patterns() if not path.startswith(TOKEN_PATHS)})


def superuser() -> User:
    return person("Boss", is_staff=True, is_superuser=True)


async def user_seen_by(path: str, method: str = "GET", **headers: str) -> Any:
    answer = await AsyncClient().generic(method, path, headers=headers)
    return answer.asgi_request.user, await answer.asgi_request.auser()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.attack(
    "use an API token outside of the API: accounts, admin, any page", "nobody is signed in"
)
async def test_a_token_is_nobody_outside_the_api(path: str, method: str) -> None:
    key = token(superuser())
    for user in await user_seen_by(path, method, authorization=f"Bearer {key}"):
        assert isinstance(user, AnonymousUser)


def test_the_walk_reaches_every_part_of_the_site() -> None:
    for start in ("/admin/people/user/", "/admin/", "/_allauth/browser/v1/account/email", "/@1"):
        assert start in OUTSIDE
    assert len(OUTSIDE) > 40


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("path", ["/api/v1/me", "/media/images"])
async def test_a_token_is_its_person_under_the_api(people: Cast, path: str, scheme: str) -> None:
    key = token(people.ana)
    for user in await user_seen_by(path, authorization=f"{scheme} {key}"):
        assert user == people.ana


@pytest.mark.parametrize("path", ["/admin/", "/_allauth/browser/v1/auth/session"])
async def test_a_token_beside_a_cookie_is_nobody_either(
    people: Cast, browser: OpenBrowser, path: str
) -> None:
    """A page that sends both is not let in by the one for want of the other."""
    ana = browser(people.ana)
    headers = {"Authorization": f"Bearer {token(people.ana)}"}
    answer = await ana.client.get(path, headers=headers)
    assert answer.status_code in (302, 401)


@pytest.mark.parametrize(
    "path",
    [
        "/api/../admin/",
        "//admin/",
        "/admin/?/api/",
        "/media/../admin/",
        "/ADMIN/",
        "/api/%2e%2e/admin/",
    ],
)
async def test_no_spelling_of_a_path_makes_the_admin_part_of_the_api(
    browser: OpenBrowser, path: str
) -> None:
    headers = {"Authorization": f"Bearer {token(superuser())}"}
    answer = await browser().client.get(path, headers=headers)
    assert answer.status_code in (302, 401, 404) or 'id="changelist' not in answer.text
    assert "Site administration" not in answer.text


async def test_a_token_does_not_add_an_address(people: Cast, browser: OpenBrowser) -> None:
    visitor = browser()
    await visitor.client.get("/")
    visitor.client.headers["Authorization"] = f"Bearer {token(people.mika)}"
    answer = await visitor.send("POST", ALLAUTH + "account/email", {"email": "evil@example.org"})
    assert answer.status_code in (401, 409)  # allauth's two words for "nobody is signed in"
    assert not EmailAddress.objects.filter(user=people.mika).exists()
