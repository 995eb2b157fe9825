"""Whom a call would reach: said while it is written, and to each model whom it misses."""

from playwright.async_api import expect

from tests import stories
from tests.people import Cast, model, nobody_else
from tests.screens import calls
from tests.screens.conftest import PHONE, AtScreen
from tests.waiting import until
from workflows.models import Told


async def test_the_composer_counts_whom_it_tells_and_who_just_misses_it(
    people: Cast, at_screen: AtScreen
) -> None:
    _, ana, jane, mika_ = people
    mika_row = mika_.model_profile
    mika_row.pose_styles = ["dynamic"]
    mika_row.save()
    others = [model(f"Lea{n}", styles=("long",), rating="4.0") for n in range(9)]
    nobody_else(ana, jane, mika_, *others)
    evening = stories.session(people.hanna)
    hanna = await at_screen(people.hanna)
    mika = await at_screen(mika_, on=1, size=PHONE)
    await hanna.opens(f"/calls/new?session={evening}")
    found = hanna.page.get_by_role("status").filter(has_text="told at once")
    await expect(found).to_contain_text("12 models are told at once")
    await expect(found).not_to_contain_text("more")

    await calls.asks_for(hanna, pose="dynamic")
    await expect(found).to_contain_text("3 models are told at once")
    await expect(found).to_contain_text("9 more with other poses")
    await hanna.page.get_by_label("Rating").select_option(label="2 or better")
    await expect(found).to_contain_text("2 models are told at once")
    await expect(found).to_contain_text("9 more with other poses")
    near = "1 more with a lower rating: it needs 2, the nearest has 1.8"
    await expect(found).to_contain_text(near)
    call = await calls.publishes(hanna)

    # It is the one miss of Mika, who reads by how much and cannot apply.
    await mika.opens(f"/calls/{call}")
    await mika.sees("needs rating 2, you have 1.8")
    await expect(mika.page.get_by_role("button", name="Apply")).to_have_count(0)
    for visitor in (hanna, mika):
        await visitor.finds_nothing_wrong()


async def test_a_call_in_a_window_without_the_focus_is_not_seen(
    people: Cast, at_screen: AtScreen
) -> None:
    """Whoever has not looked is told by mail as well, and not counted among those who saw it."""
    nobody_else(people.ana)
    listed, opened = (stories.open_call(people.hanna) for _ in range(2))
    for call in (listed, opened):
        stories.fan_out(call)
    told = Told.objects.filter(open_call__host=people.hanna, model__user_profile=people.ana)
    ana = await at_screen(people.ana)
    await ana.page.add_init_script("document.hasFocus = () => false")
    await ana.opens("/calls")
    await expect(ana.page.locator("article[data-call]")).to_have_count(2)
    await ana.opens(f"/calls/{opened}")
    await ana.sees("Why it is for you")
    assert not told.exclude(seen_at=None).exists()
    await ana.page.evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))")
    await until(lambda: told.exclude(seen_at=None).count() == 1)
