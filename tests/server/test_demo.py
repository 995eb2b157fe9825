"""The demo world on a database of its own."""

from collections.abc import Iterator

import pytest

from tests.installation import Installation, installed

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def house(environment: dict[str, str]) -> Iterator[Installation]:
    with installed(environment) as here:
        yield here


COUNTS = """
    SELECT (SELECT count(*) FROM user_profiles), (SELECT count(*) FROM conversations),
           (SELECT count(*) FROM messages), (SELECT count(*) FROM calendar),
           (SELECT count(*) FROM open_calls), (SELECT count(*) FROM bookings)"""


def test_the_demo_made_twice_is_the_same_world(house: Installation) -> None:
    before = house.query(COUNTS)
    assert all(before[0])
    assert "hanna@example.org" in house.demo()
    assert house.query(COUNTS) == before
