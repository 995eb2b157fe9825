"""How often somebody touches the screen, counted by the screen itself."""

from tests.screens.visitor import Visitor

COUNT = """
addEventListener('pointerdown', (event) => {
    if (event.isTrusted) sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1;
}, true);
"""


async def counts(visitor: Visitor) -> None:
    """From the next page on; a reload of the page forgets nothing."""
    await visitor.context.add_init_script(COUNT)


async def so_far(visitor: Visitor) -> int:
    return int(await visitor.page.evaluate("Number(sessionStorage.presses ?? 0)"))
