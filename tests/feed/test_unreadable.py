"""A moment that Python cannot read gets in nowhere, and one that is there breaks no page."""

from collections.abc import Iterator

import httpx
import pytest
from django.conf import settings
from django.db import connection

from feed.models import Post
from feed.queries import home, pages
from people.models import User
from tests.feed.posting import delete, follow, publish, row_of
from tests.house.refusing import refused, run
from tests.people import Cast, person
from tests.processes import Web
from tools.bench.world import session_of

BEYOND = ("10000-01-01T12:00:00Z", "infinity", "-infinity", "0044-03-15 BC", "9999-12-31T23:59Z")


@pytest.mark.parametrize("at", BEYOND)
def test_the_database_takes_no_moment_that_not_every_reader_can_show(people: Cast, at: str) -> None:
    post = row_of(publish(people.hanna))
    with refused(by="post_expires_within_reach"):
        run("UPDATE posts SET expires_at = %s WHERE id = %s", at, post.pk)


@pytest.fixture(params=["created_at", "edited_at", "expires_at"])
def bad(request: pytest.FixtureRequest, people: Cast) -> Iterator[Post]:
    """A post of Hanna's from a database without the rule, among good ones; Ana follows her."""
    follow(people.ana, people.hanna)
    for content in ("Before zebra", "Bad zebra", "After zebra"):
        publish(people.hanna, content)
    post = Post.objects.get(author=people.hanna, content="Bad zebra")
    run("ALTER TABLE posts DROP CONSTRAINT post_expires_within_reach")
    run(f"UPDATE posts SET {request.param} = '10000-01-01T12:00Z' WHERE id = %s", post.pk)
    yield post
    run(
        "UPDATE posts SET created_at = now(), edited_at = NULL, expires_at = NULL WHERE id = %s",
        post.pk,
    )
    with connection.schema_editor() as editor:
        [rule] = [c for c in Post._meta.constraints if c.name == "post_expires_within_reach"]
        editor.add_constraint(Post, rule)


def test_every_list_shows_the_others(people: Cast, bad: Post) -> None:
    for viewer in (people.hanna, people.ana, None):
        shown = pages.profile_posts(people.hanna.handle, viewer=viewer, limit=20).posts
        assert {"Before zebra", "After zebra"} <= {post.content for post in shown}
    found = pages.search("zebra", viewer=people.ana, cursor=None, limit=20).posts
    assert {"Before zebra", "After zebra"} <= {post.content for post in found}
    feed = home.home(people.ana, cursor=None, limit=20).posts
    assert {"Before zebra", "After zebra"} <= {post.content for post in feed}


def test_its_author_can_delete_it(people: Cast, bad: Post) -> None:
    delete(people.hanna, bad.public_id)
    assert Post.objects.filter(pk=bad.pk, deleted_at__isnull=False).exists()


async def test_pages_for_visitors_and_the_staffs_list_stay_up(
    people: Cast, bad: Post, webs: list[Web]
) -> None:
    paths = [f"/@{people.hanna.handle}{kind}" for kind in ("", "/rss.xml", "/atom.xml")]
    async with httpx.AsyncClient(base_url=webs[0].origin) as visitor:
        for path in paths:
            assert (await visitor.get(path)).status_code == 200, path
    staff = person("Otto", is_staff=True, is_superuser=True)
    async with httpx.AsyncClient(base_url=webs[0].origin, cookies=signed_in(staff)) as admin:
        answer = await admin.get("/admin/feed/post/")
        assert answer.status_code == 200
        assert "Bad zebra" in answer.text


def signed_in(user: User) -> dict[str, str]:
    return {settings.SESSION_COOKIE_NAME: session_of(user)}
