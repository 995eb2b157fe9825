"""Pictures for the documents, of a fresh `bin/dev`: python -m tests.screens.pictures [origin]."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tools.local import chromium

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def main(origin: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.program(), args=["--no-sandbox", "--disable-gpu"]
        )
        hanna = await signed_in(browser, origin, "Hanna")
        await hanna.goto(f"{origin}/calls/yours")
        await hanna.get_by_role("link", name="Evening of gestures").click()
        await hanna.wait_for_url("**/calls/*-*")
        call = hanna.url
        await applies(browser, origin, "Ana", call, "I would love to.")
        await applies(browser, origin, "Jane", call, "I know your attic: gladly.")
        await hanna.get_by_role("heading", name="Jane").wait_for()
        await keep(hanna, "call-live")
        await hanna.goto(f"{origin}/calls/new")
        await hanna.get_by_text("told at once").wait_for()
        await keep(hanna, "call-new")
        for name, dark in (("thread", False), ("thread-dark", True)):
            page = await signed_in(browser, origin, "Hanna", dark=dark)
            await page.get_by_role("link", name="Ana").first.click()
            await page.get_by_role("region", name="Messages").get_by_text("red drapes").wait_for()
            await keep(page, name)
        ana = await signed_in(browser, origin, "Ana", phone=True)
        await ana.goto(f"{origin}/calls")
        await ana.get_by_role("heading", name="Tuesday life drawing").wait_for()
        await keep(ana, "board-phone")
        dark_phone = await signed_in(browser, origin, "Hanna", phone=True, dark=True)
        await dark_phone.goto(call)
        await dark_phone.get_by_role("heading", name="Jane").wait_for()
        await keep(dark_phone, "call-live-phone-dark")
        await hanna.goto(call)
        await hanna.get_by_role("button", name="Book Ana").click()
        await hanna.get_by_role("dialog").get_by_role("button", name="Book Ana").click()
        await hanna.get_by_text("Filled: you booked Ana.").wait_for()
        jane = await signed_in(browser, origin, "Jane", phone=True)
        await jane.goto(call)
        await jane.get_by_text("This one went to someone else.").first.wait_for()
        await keep(jane, "friendly-end-phone")
        await news(browser, origin)
        await talks(browser, origin)
        await browser.close()


async def news(browser: Browser, origin: str) -> None:
    """The feed with a hint in it, the composer, and a page as a visitor sees it."""
    ana = await signed_in(browser, origin, "Ana")
    await ana.goto(f"{origin}/feed")
    await ana.get_by_role("article").first.wait_for()
    hanna = await signed_in(browser, origin, "Hanna")
    await hanna.goto(f"{origin}/@hanna")
    await hanna.get_by_role("button", name="Share your news…").click()
    await hanna.get_by_label("Your news").fill("Tonight by candlelight: one place is free.")
    await hanna.get_by_text("Followers only", exact=True).first.click()
    await hanna.get_by_label("Link").fill("zoom.us/j/7")
    await keep(hanna, "post-new")
    await hanna.get_by_role("button", name="Publish", exact=True).click()
    await ana.get_by_role("button", name="1 new post").wait_for()
    await keep(ana, "feed")
    for name, phone, dark in (
        ("profile", False, False),
        ("profile-dark", False, True),
        ("profile-phone", True, False),
        ("profile-phone-dark", True, True),
    ):
        page = await opened(browser, phone=phone, dark=dark)
        await page.goto(f"{origin}/@hanna")
        await page.get_by_role("heading", name="Latest news").wait_for()
        await keep(page, name)
    for name, path in (("feed-phone-dark", "/feed"), ("following-phone-dark", "/@ana/following")):
        page = await signed_in(browser, origin, "Ana", phone=True, dark=True)
        await page.goto(origin + path)
        await page.get_by_text("Hanna").first.wait_for()
        await keep(page, name)


async def talks(browser: Browser, origin: str) -> None:
    """A thread, a group, its pictures and what is found: wide and on a phone, light and dark."""
    for phone, dark in ((False, False), (False, True), (True, False), (True, True)):
        end = ("-phone" if phone else "") + ("-dark" if dark else "")
        page = await signed_in(browser, origin, "Hanna", phone=phone, dark=dark)
        await search(page, f"search{end}")
        if phone:
            await thread(page, origin, f"thread{end}")
        await group(page, origin, end)
        await page.context.close()


async def search(page: Page, name: str) -> None:
    await page.get_by_role("searchbox", name="Search names and words").fill("red drap")
    await page.get_by_role("link", name="can you bring red drapes").first.wait_for()
    await keep(page, name)


async def thread(page: Page, origin: str, name: str) -> None:
    await page.goto(f"{origin}/inbox")
    await page.get_by_role("link", name="Ana").first.click()
    await page.get_by_role("region", name="Messages").get_by_text("red drapes").wait_for()
    await keep(page, name)


async def group(page: Page, origin: str, end: str) -> None:
    await page.goto(f"{origin}/inbox")
    await page.get_by_role("link", name="Tuesday crew").first.click()
    await page.get_by_role("img", name="this one I would like to keep").wait_for()
    await keep(page, f"group{end}")
    await page.get_by_role("button", name="Conversation menu").click()
    await page.get_by_role("menuitem", name="Pictures").click()
    await page.get_by_role("dialog", name="Pictures").get_by_role("img").nth(2).wait_for()
    await keep(page, f"images{end}")


async def signed_in(
    browser: Browser, origin: str, name: str, *, phone: bool = False, dark: bool = False
) -> Page:
    page = await opened(browser, phone=phone, dark=dark)
    await page.goto(f"{origin}/sign-in")
    await page.get_by_role("button", name=name).click()
    await page.wait_for_url("**/inbox")
    return page


async def opened(browser: Browser, *, phone: bool = False, dark: bool = False) -> Page:
    context = await browser.new_context(
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 800},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        timezone_id="Europe/Berlin",
    )
    return await context.new_page()


async def applies(browser: Browser, origin: str, name: str, call: str, line: str) -> None:
    page = await signed_in(browser, origin, name)
    await page.goto(call)
    await page.get_by_role("textbox").fill(line)
    await page.get_by_role("button", name="Apply", exact=True).click()
    await page.get_by_text("Applied", exact=True).first.wait_for()
    await page.context.close()


async def keep(page: Page, name: str) -> None:
    await page.wait_for_load_state("networkidle")
    await page.evaluate("document.fonts.ready.then(() => document.activeElement.blur())")
    await page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
