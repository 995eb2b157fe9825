"""What fingers do on a phone, as the browser itself gets it from a touch screen."""

from playwright.async_api import CDPSession, Locator

from tests.screens.visitor import Visitor

Point = dict[str, float]
STEPS = 8


async def middle(of: Locator) -> Point:
    await of.scroll_into_view_if_needed()
    box = await of.bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


class Finger:
    """One finger on the screen of a person."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    @classmethod
    async def of(cls, person: Visitor) -> "Finger":
        return cls(await person.context.new_cdp_session(person.page))

    async def puts(self, on: Locator) -> Point:
        start = await middle(on)
        await self._is("touchStart", start)
        return start

    async def lifts(self) -> None:
        await self._is("touchEnd")

    async def pushes(self, on: Locator, *, right: float = 0, down: float = 0) -> None:
        """So many pixels, in a few steps, and lets go."""
        start = await self.puts(on)
        for step in range(1, STEPS + 1):
            part = step / STEPS
            await self._is(
                "touchMove", {"x": start["x"] + right * part, "y": start["y"] + down * part}
            )
        await self.lifts()

    async def taps_twice(self, on: Locator) -> None:
        for _ in range(2):
            await self.puts(on)
            await self.lifts()

    async def _is(self, type: str, *points: Point) -> None:
        await self.session.send("Input.dispatchTouchEvent", {"type": type, "touchPoints": points})
