"""Both doors for any verb: those of an API token, or a browser's for what no token may."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from consumers import scopes
from people.models import User
from people.vocabulary import ACCOUNT
from tests.client import Client, Http
from tests.processes import Web
from tests.security.browser import Browser
from tools.bench.world import session_of

Doors = Callable[[User, str], Awaitable[tuple[Client, Http | Browser]]]


@pytest.fixture
async def doors(
    webs: list[Web],
    connect: Callable[[User], Awaitable[Client]],
    over_http: Callable[[User], Http],
) -> AsyncIterator[Doors]:
    """`socket, http = await doors(ana, "follow")`: where somebody would ask for this verb."""
    async with AsyncExitStack() as stack:

        async def of(user: User, verb: str) -> tuple[Client, Http | Browser]:
            if scopes.of(verb) != ACCOUNT:
                return await connect(user), over_http(user)
            browser = Browser(webs[0], session_of(user))
            stack.push_async_callback(browser.close)
            return await browser.socket(), browser

        yield of
