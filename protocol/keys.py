"""Keys of commands: whatever is sent twice with one key is done once, however late it comes again.

A UUID of version 7 says when it was made. Its row in `commands` is kept for longer than the server
takes such a key, so that no key is forgotten that could still come. Of other UUIDs nobody can say
how old they are: those are known as long as their row is kept.
"""

import time
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.conf import settings

from core.refused import Refused
from protocol.asked import Rule

#: The clock of whoever makes a key may be wrong by so much.
AHEAD = timedelta(days=1)


def checked(key: UUID) -> UUID:
    """The key, or `key_expired` where its row in the ledger may be gone."""
    if key.version != 7:
        return key
    age = timedelta(seconds=time.time() - (key.int >> 80) / 1000)
    if not -AHEAD <= age <= timedelta(days=settings.KEEP.keys):
        raise Refused("key_expired", "This was begun too long ago. Look, and do it again.")
    return key


def kept() -> timedelta:
    """How long a row stays: a key that lay ahead is taken later, and clocks differ a little."""
    return timedelta(days=settings.KEEP.keys) + 2 * AHEAD


Key = Annotated[UUID, Rule("key", checked)]
