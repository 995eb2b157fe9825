"""The home feed of a person who follows 1,000 authors, as the posts of those authors grow."""

import json
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from django.db import connection

from feed.queries.home import home
from people.models import User
from tools.bench import load, machine, processes, world
from tools.bench.tables import Table

AUTHORS = 1_000
SIZES = (10_000, 100_000, 1_000_000)
READS = 200
DEEP = 20

#: The authors take turns, over the last two years; one in ten is for followers only.
POSTS = """
    INSERT INTO posts (public_id, author_id, content, visibility, is_pinned, created_at,
                       revision, version, followers_version)
    SELECT gen_random_uuid(), (%(authors)s::bigint[])[1 + n %% %(count)s],
           repeat('Draw ', 12),
           CASE WHEN n %% 10 = 0 THEN 'followers_only' ELSE 'public' END, false,
           now() - (%(size)s - n) * interval '700 days' / %(size)s, 1, n, n
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n"""

PROFILES = """
    INSERT INTO feed_profiles (user_id, newest_at, version)
    SELECT author_id, max(created_at), 1 FROM posts WHERE author_id = ANY(%s) GROUP BY 1
    ON CONFLICT (user_id) DO UPDATE SET newest_at = excluded.newest_at"""


def run(server: str) -> list[Table]:
    """The query by itself, and the page over HTTP through a web process."""
    processes.place_servers(machine.SERVER)
    (reader, token), *authors = world.people(AUTHORS + 1, f"feed-{server}")
    ids = [author.pk for author, _ in authors]
    _follow(reader, ids)
    rows, last = [], 0
    with processes.web(server) as port:
        for size in SIZES:
            _grow(ids, last + 1, size)
            last = size
            rows.append([f"{size:,}", *_figures(reader, port, token)])
    _forget(ids)
    columns = ["posts", "first page p50 ms", "p99", "20 pages down p50 ms", "HTTP p50 ms", "p99"]
    title = f"feed: first page of a person who follows {AUTHORS:,} authors, {server}"
    return [Table(title, columns, rows, f"{READS} reads each, 20 posts a page.")]


def _follow(reader: User, authors: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO follows (follower_id, followed_id) SELECT %s, unnest(%s::bigint[])",
            [reader.pk, authors],
        )


def _grow(authors: list[int], first: int, last: int) -> None:
    asked: dict[str, Any] = {"authors": authors, "count": len(authors)}
    asked |= {"first": first, "last": last, "size": last}
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(POSTS, asked)
        cursor.execute(PROFILES, [authors])
        cursor.execute("VACUUM ANALYZE posts")
        cursor.execute("ANALYZE follows, user_profiles")
        cursor.execute("RESET statement_timeout")


def _forget(authors: list[int]) -> None:
    """In the same run another server begins with an empty table again."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("DELETE FROM posts WHERE author_id = ANY(%s)", [authors])
        cursor.execute("VACUUM posts")
        cursor.execute("RESET statement_timeout")


def _figures(reader: User, port: int, token: str) -> list[float]:
    cursor: str | None = None
    for _ in range(DEEP):
        cursor = home(reader, cursor=cursor, limit=20).next
    first = _timed(lambda: home(reader, limit=20))
    deep = _timed(lambda: home(reader, cursor=cursor, limit=20))
    over_http = _timed(lambda: _page(port, token))
    return [
        load.milliseconds(first, 0.5),
        load.milliseconds(first, 0.99),
        load.milliseconds(deep, 0.5),
        load.milliseconds(over_http, 0.5),
        load.milliseconds(over_http, 0.99),
    ]


def _timed(read: Callable[[], object]) -> list[float]:
    for _ in range(10):
        read()
    spent = []
    for _ in range(READS):
        began = time.perf_counter()
        read()
        spent.append(time.perf_counter() - began)
    return spent


def _page(port: int, token: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/feed", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  (our own)
        assert len(json.load(answer)["posts"]) == 20
