"""What tests of conversations share."""

from collections.abc import AsyncIterator

import pytest

from conversations.actions.batch import open_connection
from core.pipeline import Pipeline


@pytest.fixture
async def batches() -> AsyncIterator[Pipeline]:
    opened = await open_connection()
    yield opened
    await opened.close()
