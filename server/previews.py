"""The shell with a page's own title, description and tags, for programs that read no scripts."""

import re
from html import escape
from typing import NamedTuple

from django.conf import settings

from people import avatars, chalk
from people.models import User

LONGEST = 200


class Preview(NamedTuple):
    """`feeds`: the path below which the page's news are, as `rss.xml` and `atom.xml`."""

    kind: str
    title: str
    description: str
    path: str
    image: str
    feeds: str = ""


def face(person: User) -> str:
    return avatars.picture_url(person.avatar or avatars.url(person.handle))


def shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def filled(html: str, page: Preview) -> str:
    """All of it escaped."""
    origin = settings.ORIGINS[0]
    named = {
        "og:type": page.kind,
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
    for kind in ("rss", "atom") if page.feeds else ():
        tags.append(
            f'<link rel="alternate" type="application/{kind}+xml" title="{escape(page.title)}"'
            f' href="{escape(page.feeds)}/{kind}.xml" />'
        )
    tags.append(f'<meta name="description" content="{escape(page.description)}" />')
    head = f"<title>{escape(page.title)}</title>" + "".join(tags)
    html = re.sub(r'<meta\s+name="description"[^>]*>', "", html)
    return re.sub(r"<title>.*?</title>", lambda _: head, html, count=1, flags=re.DOTALL)
