"""Every list in one style: a cursor in, the next one out, and nothing that is cut silently."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import inspect

from core import clock
from protocol.pages import ALL, Page, Paged
from server import api
from tests import dealings, stories
from tests.conftest import Over
from tests.feed import posting
from tests.jobs import index
from tests.moderation import reporting
from tests.people import Cast, person

READS = {str(route.pattern): route.callback.view_class for route in [*api.reads(), *api.about()]}  # type: ignore[attr-defined]
ANSWERS = {path: get_type_hints(view.get)["return"] for path, view in READS.items()}
PAGES = [path for path, answer in ANSWERS.items() if issubclass(answer, Page)]


def asked(path: str) -> type | None:
    hint = get_type_hints(READS[path].get, include_extras=True).get("parsed_query")
    return get_args(hint)[0] if hint else None


@pytest.mark.parametrize("path", READS)
def test_a_list_goes_on_or_says_how_much_it_holds(path: str) -> None:
    answer = ANSWERS[path]
    paged = issubclass(answer, Page)
    query = asked(path)
    assert (query is not None and issubclass(query, Paged)) == paged
    silent = list(endless(inspect.type_info(answer), answer.__name__))
    assert len(silent) == int(paged), silent


def endless(info: Any, at: str, seen: frozenset[type] = frozenset()) -> Iterator[str]:
    """Lists of objects that have no bound and no further pages."""
    words = ""
    if isinstance(info, inspect.Metadata):
        words = (info.extra_json_schema or {}).get("description", "")
        info = info.type
    match info:
        case inspect.ListType():
            inner = list(endless(info.item_type, f"{at}[]", seen))
            if isinstance(info.item_type, inspect.StructType) and info.max_length is None:
                yield from () if words.startswith(ALL) else [at]
            yield from inner
        case inspect.DictType():
            yield from endless(info.value_type, f"{at}{{}}", seen)
        case inspect.UnionType():
            for one in info.types:
                yield from endless(one, at, seen)
        case inspect.StructType() if info.cls not in seen:
            more = any(field.name == "more" for field in info.fields)
            for field in info.fields:
                kind = field.type
                if not (more and isinstance(kind, inspect.ListType)):
                    yield from endless(kind, f"{at}.{field.name}", seen | {info.cls})


# --- read to the end, one by one ----------------------------------------------------------------

N = 3


def much_of_everything(people: Cast) -> None:
    """So many of whatever a list can hold, for Hanna and Ana."""
    hanna, ana, jane, mika = people
    begin = clock.now().replace(microsecond=0)
    for other in (ana, jane, mika):
        stories.talking(hanna, other)
        posting.follow(other, hanna)
        if other is not ana:
            posting.follow(ana, other)
    posting.follow(ana, hanna)
    moderator = reporting.moderator()
    for n in range(N):
        evening = stories.session(hanna, starts_at=begin + timedelta(days=2 + n))
        stories.apply(ana, stories.open_call(hanna, evening))
        later = stories.session(hanna, starts_at=begin + timedelta(days=9 + n))
        dealings.offer(hanna, later, ana)
        posting.publish(hanna, f"Zinnober {n}")
        reporting.sanction(ana, "warn", reporter=hanna, by=moderator)
        stories.start(hanna, person(f"Zora{n}", is_host=True), "Zinnober")


#: path -> whose list it is, and what is asked.
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "people": ("mika", {"search": "zora"}),
    "people/<str:handle>/posts": ("mika", {}),
    "people/<str:handle>/followers": ("mika", {}),
    "people/<str:handle>/following": ("mika", {}),
    "feed": ("ana", {}),
    "posts": ("ana", {"search": "zinnober"}),
    "notifications": ("ana", {}),
    "notifications/why": ("ana", {}),
    "inbox": ("hanna", {}),
    "search": ("hanna", {"text": "zinnober"}),
    "board": ("ana", {}),
    "calls": ("hanna", {}),
    "applications": ("ana", {}),
    "offers": ("ana", {}),
    "directory": ("mika", {"role": "host", "search": "zora"}),
    "reports": ("hanna", {}),
    "sanctions": ("ana", {}),
}


async def test_one_by_one_is_the_same_as_at_once(people: Cast, over_http: Over) -> None:
    assert set(LISTS) == set(PAGES)
    much_of_everything(people)
    index()
    doors = {name: over_http(getattr(people, name)) for name in ("hanna", "ana", "mika")}
    for path, (whose, query) in LISTS.items():
        handle = people.ana.handle if path.endswith("following") else people.hanna.handle
        there = path.replace("<str:handle>", handle)
        [name] = field_names(path)
        whole = (await doors[whose].read(there, limit=100, **query)).json()
        assert len(whole[name]) >= N, path
        assert whole["next"] is None, path
        single: list[Any] = []
        following: dict[str, Any] = {}
        while True:
            page = (await doors[whose].read(there, limit=1, **query, **following)).json()
            single += page[name]
            if page["next"] is None:
                break
            following = {"cursor": page["next"]}
        assert single == whole[name], path
        forged = await doors[whose].read(there, **query, cursor="bm9uZQ")
        assert (forged.status_code, forged.json()["field"]) == (400, "cursor"), path


def field_names(path: str) -> Iterator[str]:
    """Of the one list in an answer that has pages."""
    for at in endless(inspect.type_info(ANSWERS[path]), ""):
        yield at.removeprefix(".")
