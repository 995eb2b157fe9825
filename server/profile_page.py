"""What a link to somebody's page shows before the client has read it, as a preview or in search."""

from django.utils.translation import gettext

from core.refused import Refused
from feed.queries import pages
from people.models import User
from people.queries import behind_handle
from people.speaking import speaking
from server.previews import Preview, face, shortened


def preview(handle: str) -> Preview | None:
    """As a visitor sees it, whoever asks; None if there is nobody of this name."""
    try:
        person = behind_handle(handle, seen_by=None)
    except Refused:
        return None
    path = f"/@{person.handle}"
    return Preview(
        kind="profile",
        title=f"{person.display_name} (@{person.handle}) · Callboard",
        description=_description(person),
        path=path,
        image=face(person),
        feeds=path,
    )


def _description(person: User) -> str:
    """What they say about themselves, else their latest news, else what they do."""
    newest = pages.profile_posts(person.handle, viewer=None, limit=1)
    news = [post.content for post in (*newest.pinned, *newest.posts)]
    return shortened(person.about or next(iter(news), "") or _role(person))


def _role(person: User) -> str:
    """In their own language: who reads it is not known."""
    with speaking(person.language):
        if person.is_host and person.is_model:
            said = gettext("{name} hosts and models on Callboard.")
        elif person.is_host:
            said = gettext("{name} hosts on Callboard.")
        elif person.is_model:
            said = gettext("{name} models on Callboard.")
        else:
            said = gettext("{name} is on Callboard.")
    return said.format(name=person.display_name)
