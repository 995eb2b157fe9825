"""Who rang an author's bell hears of a new post, once, and nobody else does."""

from core.transaction import transaction
from feed.actions.bells import tell_chunk
from feed.models import Post
from notifications.actions.settings import set_preference
from people.models import User
from tests.feed.posting import delete, follow, publish
from tests.feed.test_following import ring
from tests.notifications.post import MailServer, carry, listed, mail_to
from tests.people import Cast


def news(author: User) -> Post:
    """A post, and what the worker does about it, twice."""
    row = Post.objects.get(public_id=publish(author, "Come and draw"))
    tell_chunk(row.pk, 0)
    tell_chunk(row.pk, 0)
    return row


def test_the_bell_rings_for_who_asked(people: Cast) -> None:
    for follower in (people.ana, people.jane):
        follow(follower, people.hanna)
    ring(people.ana, people.hanna)
    news(people.hanna)
    assert listed(people.ana) == ["post.published"]
    assert (listed(people.jane), listed(people.mika)) == ([], [])


def test_a_post_that_is_gone_and_a_bell_that_is_silent_send_no_mail(
    people: Cast, mails: MailServer
) -> None:
    for follower in (people.ana, people.jane):
        follow(follower, people.hanna)
        ring(follower, people.hanna)
        with transaction():
            set_preference(follower, "post.published", "any", "email", on=True)
    first = news(people.hanna)
    delete(people.hanna, first.public_id)
    carry()
    assert mail_to(people.ana).reasons[-1] == "over"
    news(people.hanna)
    ring(people.ana, people.hanna, on=False)
    carry()
    assert mails.to(people.ana) == []
    assert mails.subjects(people.jane) == ["Hanna has news"]
