"""A person at a browser of their own: what is on the screen, and what must not go wrong there."""

import asyncio
import json
from typing import Any

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)

Json = dict[str, Any]
#: Long enough for the sweep, which finds what was lost on the way; conditions end it sooner.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

LOOK_INSIDE = """
localStorage.setItem('callboardDebug', '1');
document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`forbidden by the policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
#: A browser says so on its own when a server is away or nobody is signed in: that is no fault.
UNREACHED = ("net::ERR_", "WebSocket connection to", "status of 401", "status of 410")


class Visitor:
    """One page in one browser. `problems` are errors of the console and requests elsewhere."""

    def __init__(self, name: str, context: BrowserContext, page: Page, origin: str) -> None:
        self.name, self.context, self.page, self.origin = name, context, page, origin
        self.problems: list[str] = []
        #: Every frame that came, by socket: also those of before a reload.
        self.wire: list[list[Json]] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("request", self._requested)
        page.on("websocket", self._connected)

    def _said(self, message: ConsoleMessage) -> None:
        quiet = any(words in message.text for words in UNREACHED)
        if message.type in ("error", "warning") and not quiet:
            self.problems.append(f"{self.page.url}: {message.text} {message.location['url']}")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.problems.append(f"{self.page.url} asked for {request.url}")

    def _connected(self, socket: WebSocket) -> None:
        frames: list[Json] = []
        self.wire.append(frames)
        socket.on("framereceived", lambda text: frames.append(json.loads(text)))

    # --- the screen --------------------------------------------------------------------------

    async def opens(self, path: str) -> None:
        await self.page.goto(self.origin + path)
        await expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        await expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    async def reloads(self) -> None:
        await self.page.reload()

    async def presses(self, name: str, *, within: Locator | None = None) -> None:
        """A button or a link of exactly this name."""
        place = within or self.page
        both = place.get_by_role("button", name=name, exact=True).or_(
            place.get_by_role("link", name=name, exact=True)
        )
        await both.first.click()

    async def chooses(self, word: str, *, of: str) -> None:
        """A chip of the choice of this name."""
        choice = self.page.get_by_role("group", name=of, exact=True)
        either = choice.or_(self.page.get_by_role("radiogroup", name=of, exact=True))
        await either.get_by_text(word, exact=True).click()

    async def sees(self, text: str, *, within: Locator | None = None) -> None:
        await expect((within or self.page).get_by_text(text).first).to_be_visible()

    async def is_at(self, path: str) -> None:
        await self.page.wait_for_url(self.origin + path)

    async def finds_nothing_wrong(self, but: str = "") -> None:
        """`but`: what a refused request that is meant says of itself on the console."""
        wrong = [problem for problem in self.problems if not but or but not in problem]
        assert wrong == [], self.name

    # --- behind it ---------------------------------------------------------------------------

    async def state(self) -> Json:
        """What the stores of this page hold; see frontend/src/lib/debug.ts."""
        found: Json = await self.page.evaluate("window.callboard.state()")
        return found

    async def is_connected(self) -> None:
        await self.finds("window.callboard?.state().connection === 'live'")

    async def finds(self, expression: str) -> None:
        """Playwright's own way to wait for this needs `eval`, which our policy forbids."""
        async with asyncio.timeout(PATIENCE / 1000):
            while not await self.page.evaluate(expression):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
