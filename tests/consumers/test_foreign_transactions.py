"""After a restore into another cluster no topic claims to have changed in the future."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from consumers.epoch import rotate
from consumers.foreign_transactions import Forgetting, columns
from conversations.actions.indexing import Index
from core.settled import Seen, Settled
from core.sql import rows
from feed.models import FeedProfile
from tests import stories
from tests.feed.posting import publish
from tests.people import Cast

FUTURE = 1 << 60
#: What docs/data.md names.
KNOWN = {
    ("conversations", "changed_xid"),
    ("conversation_participants", "left_xid"),
    ("feed_profiles", "changed_xid"),
    ("open_calls", "changed_xid"),
    ("user_profiles", "changed_xid"),
    ("user_profiles", "rights_xid"),
}


def in_the_future() -> set[tuple[str, str]]:
    """Columns of which some row has a number that this cluster has not given out."""
    return {
        (table, column)
        for table, column in columns()
        if rows(f"SELECT 1 FROM {table} WHERE {column} >= %s LIMIT 1", [FUTURE])
    }


@pytest.fixture
def restored(people: Cast) -> Iterator[None]:
    """A row of each table as it comes out of a dump from an older cluster."""
    talk = stories.group(people.hanna, people.ana, people.jane)
    stories.leave(people.jane, talk)
    stories.open_call(people.hanna)
    publish(people.hanna)
    assert FeedProfile.objects.exists()
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE ctid = ("
                f" SELECT max(ctid) FROM {table} WHERE {column} IS NOT NULL)",
                [FUTURE],
            )
    yield
    assert in_the_future() == set()


def test_every_column_is_found() -> None:
    assert set(columns()) >= KNOWN


def test_the_worker_forgets_them_and_then_rests(restored: None) -> None:
    assert in_the_future() >= KNOWN
    forgetting = Forgetting()
    while forgetting.turn():
        pass
    assert in_the_future() == set()


def test_it_looks_again_in_another_epoch(restored: None) -> None:
    forgetting = Forgetting()
    forgetting._done_for = rows("SELECT epoch FROM installation")[0]["epoch"]
    assert forgetting.turn() == 0
    assert in_the_future() >= KNOWN
    rotate()
    assert forgetting.turn() >= len(KNOWN)


def test_an_operator_does_it_at_once(restored: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restored")
    assert "Forgot numbers of another cluster's transactions" in capsys.readouterr().out


def test_a_process_that_knew_the_older_cluster_waits_for_nothing(people: Cast) -> None:
    """What it remembers is higher than anything that this one will give out for years."""
    index = Index()
    index._since = FUTURE
    stories.say(people.hanna, stories.talking(people.hanna, people.ana), "Is this found?")
    assert index.turn() >= 1
    messages = Settled("messages")
    messages._seen = Seen(id=7, xid=FUTURE)
    assert messages.upto() == 7
    assert messages.upto() > 7
