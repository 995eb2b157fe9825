from collections.abc import Iterator

import pytest

from tests.races.workers import Crowd, crowd


@pytest.fixture(scope="package")
def workers(environment: dict[str, str]) -> Iterator[Crowd]:
    """Eight processes on the tests' database."""
    with crowd(environment, 8) as there:
        yield there
