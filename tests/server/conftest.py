import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.local.redis_server import Redis


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """A Redis that may be ended."""
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        server = Redis(Path(folder) / "redis.sock", Path(folder) / "redis.log")
        server.start()
        yield server
        server.stop()
