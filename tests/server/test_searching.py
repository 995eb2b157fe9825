"""Whatever can be searched is found by the same words: the cases of `words`, on every list."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.conf import settings

from conversations.queries import inbox, search
from feed.queries import pages
from people import queries as people_queries
from people.models import User
from tests.feed.posting import publish
from tests.jobs import index
from tests.people import host, model
from tests.stories import group, say, talking
from workflows.queries import directory

CASES = json.loads(
    (settings.ROOT / "frontend/src/lib/words/search-cases.json").read_text(encoding="utf-8")
)
#: More than the people of all tests before.
ALL = 100_000
#: As long as the name of a person may be.
NAME = 60


class Asked(NamedTuple):
    """Somebody who looks for what another has said, posted, or is called."""

    reader: User
    author: User


def messages(text: str, it: Asked) -> list[str]:
    return [hit.content for hit in search.search(text, by=it.reader)[0]]


def posts(text: str, it: Asked) -> list[str]:
    found = pages.search(text, viewer=it.reader, cursor=None, limit=20).posts
    return [post.content for post in found if post.author.id == it.author.public_id]


def people(text: str, it: Asked) -> list[str]:
    found, _ = people_queries.search(text, None, by=it.reader, limit=ALL)
    return [person.name for person in found if person.id == it.author.public_id]


def models(text: str, it: Asked) -> list[str]:
    found = directory.page(it.reader, role="model", search=text, limit=ALL).entries
    return [one.person.name for one in found if one.person.id == it.author.public_id]


def groups(text: str, it: Asked) -> list[str]:
    return [head.title for head in inbox.named(it.reader, text, limit=20)[0] if head.title]


def conversations(text: str, it: Asked) -> list[str]:
    found, _ = inbox.named(it.reader, text, limit=20)
    return [head.people[0].name for head in found if head.kind == "direct"]


Finds = Callable[[str, Asked], list[str]]
LISTS: list[Finds] = [messages, posts, people, models, groups, conversations]


@pytest.fixture(params=CASES, ids=lambda case: case["said"][:30])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_the_same_words_find_it_everywhere(database: None, case: dict[str, Any]) -> None:
    said: str = case["said"]
    assert len(said) <= NAME
    it = Asked(host(), model("Ana"))
    conversation = talking(it.reader, it.author)
    say(it.author, conversation, said)
    publish(it.author, said)
    group(it.reader, it.author, title=said)
    it.author.display_name = said
    it.author.save()
    index()
    for finds in LISTS:
        name = finds.__name__
        assert [one for one in case["found"] if said not in finds(one, it)] == [], name
        assert [one for one in case["not"] if said in finds(one, it)] == [], name
