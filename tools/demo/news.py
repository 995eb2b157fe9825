"""Posts and follows of the demo world."""

import uuid
from datetime import timedelta
from typing import Any

from core import clock
from feed.actions.follows import follow
from feed.actions.posts import publish_post
from feed.models import Post
from feed.verbs import FollowPerson, PublishPost
from people.models import User

FOLLOWS = (
    ("ana", "hanna"),
    ("jane", "hanna"),
    ("hanna", "ana"),
    ("ana", "mika"),
    ("jane", "ana"),
)


def make_news() -> None:
    """Once: who runs the demo again finds what was posted since."""
    if Post.objects.exists():
        return
    hanna, ana, jane, mika = (User.objects.get(handle=h) for h in ("hanna", "ana", "jane", "mika"))
    for follower, followed in FOLLOWS:
        person = User.objects.get(handle=followed)
        follow(FollowPerson(person=person.public_id), by=User.objects.get(handle=follower))
    for lena in User.objects.filter(is_model=True).exclude(handle__in=("ana", "jane", "mika"))[:9]:
        follow(FollowPerson(person=hanna.public_id), by=lena)
    say(
        hanna,
        "How it works here: doors open at half past six, the first pose begins at seven. Bring"
        " paper of any size, we have boards, easels and too much charcoal.\n\nSixteen places, no"
        " experience needed.",
        pin=True,
        link_url="https://calendly.com/attic-life-drawing",
    )
    say(mika, "Portraits on Friday, three hours, one pose. There is cake.")
    say(
        ana,
        "New in my book: a series of one-minute movements to music. Whoever wants to draw it,"
        " write to me.",
    )
    say(
        hanna,
        "For those who come often: in January I hold back four places an evening for you until"
        " Monday noon. Answer me in a message.",
        visibility="followers_only",
    )
    say(
        hanna,
        "Too ill for the stairs? Thursday's gestures can be joined from home.",
        link_url="https://us02web.zoom.us/j/84310021",
        expires_at=clock.now() + timedelta(days=4),
    )
    say(jane, "Long poses in December: the 8th and the 15th are still free.")
    say(
        hanna,
        "The stove is in! The attic is at 23 degrees now, also in the corner where the models sit.",
    )


def say(by: User, content: str, **fields: Any) -> None:
    publish_post(PublishPost(key=uuid.uuid4(), content=content, **fields), by=by)
