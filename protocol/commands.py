"""Asked twice, done once: the ledger of command keys, unique per person; see `protocol.keys`."""

import hashlib

import msgspec
from django.db import connection

from core import locks
from core.refused import Refused
from protocol.wire import Keyed, Result


def body_hash(ask: Keyed) -> bytes:
    """What makes two commands the same: the verb and every field."""
    body = ask.verb.encode() + b" " + msgspec.json.encode(ask)
    return hashlib.blake2b(body, digest_size=16).digest()


def claim(ask: Keyed, *, by: int, answer: type[Result]) -> Result | None:
    """Claim the key inside the transaction of the effect, or return the stored answer.

    A twin that is still running is waited for: its commit makes this a duplicate, its
    rollback gives the key to us. Raises `key_mismatch` if the key was used for another command.
    """
    locks.taking("command", [0])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commands (user_id, key, body_hash) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [by, ask.key, body_hash(ask)],
        )
        if cursor.rowcount:
            return None
        cursor.execute(
            "SELECT body_hash, result FROM commands WHERE user_id = %s AND key = %s",
            [by, ask.key],
        )
        known, result = cursor.fetchone()
    return stored_answer(ask, bytes(known), result, answer)


def stored_answer(ask: Keyed, known: bytes, result: str, answer: type[Result]) -> Result:
    if known != body_hash(ask):
        raise Refused("key_mismatch", "This key was already used for something else.")
    return msgspec.structs.replace(msgspec.json.decode(result, type=answer), duplicate=True)


def remember(ask: Keyed, *, by: int, answer: Result) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commands SET result = %s WHERE user_id = %s AND key = %s",
            [msgspec.json.encode(answer).decode(), by, ask.key],
        )
