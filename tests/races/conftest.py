from collections.abc import Iterator

import pytest

from tests.budgets import MANY, contacts
from tests.races.workers import Crowd, crowd


@pytest.fixture(scope="package")
def workers(environment: dict[str, str]) -> Iterator[Crowd]:
    """Eight processes on the tests' database."""
    with crowd(environment, 8) as there:
        yield there


@pytest.fixture(autouse=True)
def no_budget() -> Iterator[None]:
    """Here people ask each other for more in a minute than anybody should on a day."""
    with contacts(MANY):
        yield
