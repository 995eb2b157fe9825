"""Called by name in a group: told also by a group of which one hears nothing else."""

from uuid import UUID

import pytest

from notifications.models import Delivery
from people.models import User
from tests.notifications.post import MailServer, mail_to
from tests.notifications.test_missed import later, look, said
from tests.people import Cast
from tests.stories import group, mute, remove, say, talking


@pytest.fixture
def crew(people: Cast) -> UUID:
    for other in (people.ana, people.jane):
        talking(people.hanna, other)
    made = group(people.hanna, people.ana, people.jane, title="Tuesday crew")
    for member in (people.ana, people.jane):
        mute(member, made, None)
    look()
    later(3)
    Delivery.objects.filter(user__in=(people.ana.pk, people.jane.pk)).delete()
    return made


def about(user: User) -> str:
    return f"@{user.handle}"


def test_who_is_called_by_name_is_told_and_nobody_else(
    people: Cast, crew: UUID, mails: MailServer
) -> None:
    say(people.hanna, crew, f"Can {about(people.ana)} bring the lamp?")
    say(people.hanna, crew, "Or anybody?")
    later(3)
    assert mails.subjects(people.ana)[-1:] == ["Hanna mentioned you in Tuesday crew"]
    assert mail_to(people.jane).reasons == ["muted"]
    assert mails.to(people.mika) == []


def test_the_mail_has_the_words_that_call_and_not_those_before(
    people: Cast, crew: UUID, mails: MailServer
) -> None:
    for number in range(8):
        say(people.jane, crew, f"Chat {number}")
    say(people.hanna, crew, f"{about(people.ana)} the lamp?")
    say(people.jane, crew, "More chat")
    later(3)
    assert "the lamp?" in said(mails, people.ana)
    assert "chat" not in said(mails, people.ana).lower()


@pytest.mark.parametrize("wrapped", ["x{}", "{}x", "{}-x", "@{}"])
def test_what_only_looks_like_a_name_calls_nobody(
    people: Cast, crew: UUID, mails: MailServer, wrapped: str
) -> None:
    say(people.hanna, crew, wrapped.format(about(people.ana)))
    later(3)
    assert mail_to(people.ana).reasons == ["muted"]


def test_who_was_removed_since_hears_nothing(people: Cast, crew: UUID, mails: MailServer) -> None:
    say(people.hanna, crew, f"{about(people.ana)}: goodbye")
    remove(people.hanna, crew, people.ana)
    later(3)
    assert not Delivery.objects.filter(user=people.ana, data__mentioned=True).exists()
