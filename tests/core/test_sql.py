"""Hand-written statements: planned once a connection, and the same rows as ever."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import DataError
from django.test.utils import CaptureQueriesContext

from core.sql import planned, rows

SQL = """
    SELECT n, %(id)s::uuid AS id, '100 %%' AS share, jsonb_build_object('n', n + %(more)s) AS data
    FROM generate_series(1, %(count)s) n WHERE %(count)s > 0"""


@pytest.mark.usefixtures("database")
def test_a_plan_brings_the_rows_that_the_statement_would() -> None:
    for count in (3, 0, 7):
        asked = {"id": uuid4(), "more": 5, "count": count}
        expected = rows(SQL, asked)
        assert len(expected) == count
        assert rows(SQL, asked, planned=True) == expected
        assert [row[:3] for row in planned(SQL, asked)] == [
            (row["n"], row["id"], "100 %") for row in expected
        ]


@pytest.mark.usefixtures("database")
def test_it_is_made_once_a_connection_and_anew_on_another() -> None:
    def prepared() -> list[bool]:
        with CaptureQueriesContext(connection) as queries:
            for _ in range(2):
                rows(SQL, {"id": uuid4(), "more": 1, "count": 1}, planned=True)
        return [query["sql"].startswith("PREPARE") for query in queries]

    connection.close()
    assert prepared() == [True, False, False]
    assert prepared() == [False, False]
    connection.close()
    assert prepared() == [True, False, False]


@pytest.mark.usefixtures("database")
def test_what_is_asked_is_never_part_of_the_statement() -> None:
    asked = {"id": "'); DROP TABLE installation; --", "more": 1, "count": 1}
    with pytest.raises(DataError):
        planned(SQL, asked)
    assert rows("SELECT count(*) AS n FROM installation") == [{"n": 1}]
