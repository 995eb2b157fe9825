"""Every action about oneself and about others: who heard knows as much as who looks anew."""

from people.actions import block, confirm_email, unblock, update_profile
from people.verbs import BlockPerson, UnblockPerson, UpdateProfile
from tests.people import Cast, person
from tests.stories import apply, booked, open_call, talking
from tests.verify import Verify


def test_a_new_profile_reaches_my_other_devices(people: Cast, verify: Verify) -> None:
    with verify(people.ana):
        update_profile(UpdateProfile(about="I move slowly.", languages=["de"]), by=people.ana)


def test_a_new_role_reaches_my_other_devices(people: Cast, verify: Verify) -> None:
    with verify(people.hanna):
        update_profile(UpdateProfile(is_model=True, pose_styles=["draped"]), by=people.hanna)


def test_a_confirmed_address_reaches_my_other_devices(people: Cast, verify: Verify) -> None:
    newcomer = person("Nora", email_confirmed_at=None)
    with verify(newcomer):
        confirm_email(newcomer, newcomer.email)


def test_blocking_somebody_whom_i_have_never_met(people: Cast, verify: Verify) -> None:
    with verify(people.hanna, whole=True):
        block(BlockPerson(person=people.ana.public_id), by=people.hanna)


def test_a_block_closes_the_conversation_for_both(people: Cast, verify: Verify) -> None:
    talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        block(BlockPerson(person=people.ana.public_id), by=people.hanna)


def test_a_block_taken_back_opens_it_for_both(people: Cast, verify: Verify) -> None:
    talking(people.hanna, people.ana)
    block(BlockPerson(person=people.ana.public_id), by=people.hanna)
    with verify(people.hanna, people.ana):
        unblock(UnblockPerson(person=people.ana.public_id), by=people.hanna)


def test_blocking_while_an_application_waits(people: Cast, verify: Verify) -> None:
    apply(people.ana, open_call(people.hanna))
    with verify(people.hanna, people.ana):
        block(BlockPerson(person=people.ana.public_id), by=people.hanna)


def test_blocking_somebody_who_is_booked(people: Cast, verify: Verify) -> None:
    booked(people.hanna, people.ana)
    with verify(people.hanna, people.ana):
        block(BlockPerson(person=people.hanna.public_id, bookings="keep"), by=people.ana)


def test_blocking_takes_a_call_off_the_board(people: Cast, verify: Verify) -> None:
    from tests.stories import fan_out

    call = open_call(people.hanna)
    fan_out(call)
    with verify(people.hanna, people.ana):
        block(BlockPerson(person=people.ana.public_id), by=people.hanna)
