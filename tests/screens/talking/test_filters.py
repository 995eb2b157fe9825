"""What of the inbox is shown."""

from uuid import UUID

from playwright.async_api import expect

from people.models import ModelProfile, User
from tests.people import Cast
from tests.screens import talk
from tests.screens.conftest import PHONE, AtScreen
from tests.stories import flag, read, say
from tests.stories import talking as they_talk


async def test_who_hosts_and_models_sees_either_side_alone(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    User.objects.filter(pk=people.ana.pk).update(is_host=True)
    assert ModelProfile.objects.filter(user_profile=people.ana).exists()
    with_jane = they_talk(people.ana, people.jane)
    ana = await at_screen(people.ana)
    await ana.opens("/inbox")
    of_hanna, of_jane = talk.row(ana, talking), talk.row(ana, with_jane)
    for both in (of_hanna, of_jane):
        await expect(both).to_be_visible()
    await ana.chooses("Hosts", of="Only with")
    await expect(of_jane).to_have_count(0)
    await expect(of_hanna).to_be_visible()
    await ana.chooses("Models", of="Only with")
    await expect(of_hanna).to_have_count(0)
    await expect(of_jane).to_be_visible()
    await ana.chooses("Archived", of="Show")
    await ana.sees("Nothing put away")
    await ana.chooses("All", of="Show")
    await ana.page.get_by_role("checkbox", name="Models").uncheck(force=True)
    for both in (of_hanna, of_jane):
        await expect(both).to_be_visible()
    await ana.finds_nothing_wrong()


async def test_who_only_hosts_is_not_asked(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    hanna = await at_screen(people.hanna, size=PHONE)
    await hanna.opens("/inbox")
    await expect(talk.row(hanna, talking)).to_be_visible()
    await expect(hanna.page.get_by_role("group", name="Only with")).to_have_count(0)


async def test_what_is_read_and_what_is_answered_is_left_out(
    people: Cast, at_screen: AtScreen, talking: UUID
) -> None:
    with_jane = they_talk(people.hanna, people.jane)
    say(people.hanna, talking, "See you there.")
    read(people.hanna, with_jane, 2)
    flag(people.hanna, talking)
    hanna = await at_screen(people.hanna)
    await hanna.opens("/inbox")
    of_ana, of_jane = talk.row(hanna, talking), talk.row(hanna, with_jane)
    await hanna.chooses("Unread", of="Show")
    await expect(of_ana).to_be_visible()
    await expect(of_jane).to_have_count(0)
    await hanna.chooses("Needs reply", of="Show")
    await expect(of_jane).to_be_visible()
    await expect(of_ana).to_have_count(0)
    await hanna.finds_nothing_wrong()
