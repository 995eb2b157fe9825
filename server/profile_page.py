"""What a link to somebody's page shows before the client has read it, as a preview or in search."""

import re
from html import escape
from typing import NamedTuple

from django.conf import settings

from feed.queries import pages
from people import avatars, chalk
from people.models import User
from people.queries import behind_handle
from protocol.refused import Refused

LONGEST = 200


class Preview(NamedTuple):
    title: str
    description: str
    path: str
    image: str


def preview(handle: str) -> Preview | None:
    """As a visitor sees it, whoever asks; None if there is nobody of this name."""
    try:
        person = behind_handle(handle, seen_by=None)
    except Refused:
        return None
    return Preview(
        title=f"{person.display_name} (@{person.handle}) · Callboard",
        description=_description(person),
        path=f"/@{person.handle}",
        image=avatars.picture_url(person.avatar or avatars.url(person.handle)),
    )


def _description(person: User) -> str:
    """What they say about themselves, else their latest news, else what they do."""
    newest = pages.profile_posts(person.handle, viewer=None, limit=1)
    news = [post.content for post in (*newest.pinned, *newest.posts)]
    words = person.about or next(iter(news), "") or _role(person)
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def _role(person: User) -> str:
    roles = [word for word, has in (("hosts", person.is_host), ("models", person.is_model)) if has]
    return f"{person.display_name} {' and '.join(roles) or 'is'} on Callboard."


def filled(html: str, page: Preview) -> str:
    """The shell with this page's own title, description and tags, all of it escaped."""
    origin = settings.ORIGINS[0]
    named = {
        "og:type": "profile",
        "og:site_name": "Callboard",
        "og:title": page.title,
        "og:description": page.description,
        "og:url": origin + page.path,
        "og:image": origin + page.image,
        "og:image:type": "image/png",
        "og:image:width": str(chalk.PIXELS),
        "og:image:height": str(chalk.PIXELS),
        "og:image:alt": page.title,
    }
    tags = [f'<meta property="{name}" content="{escape(said)}" />' for name, said in named.items()]
    tags.append('<meta name="twitter:card" content="summary" />')
    tags.append(f'<link rel="canonical" href="{escape(origin + page.path)}" />')
    for kind in ("rss", "atom"):
        tags.append(
            f'<link rel="alternate" type="application/{kind}+xml" title="{escape(page.title)}"'
            f' href="{escape(page.path)}/{kind}.xml" />'
        )
    tags.append(f'<meta name="description" content="{escape(page.description)}" />')
    head = f"<title>{escape(page.title)}</title>" + "".join(tags)
    html = re.sub(r'<meta\s+name="description"[^>]*>', "", html)
    return re.sub(r"<title>.*?</title>", lambda _: head, html, count=1, flags=re.DOTALL)
