"""The topics of an open call: one object for everybody, and what its host alone is told."""

from collections.abc import Collection, Mapping
from uuid import UUID

from people.models import User
from protocol import topics
from protocol.kinds import Kind
from protocol.wire import Change
from workflows import queries
from workflows.models import OpenCall
from workflows.queries import calls


class Call(Kind[OpenCall]):
    name = "call"
    is_place = True
    is_one_object = True
    moved = """
        SELECT NULL::bigint AS person, 'call.' || public_id AS topic, version FROM open_calls
        WHERE public_id = ANY(%(call)s::uuid[]) AND changed_xid >= %(since)s"""

    def find(self, ids: Collection[UUID], *, reader: User) -> Mapping[UUID, OpenCall]:
        found = queries.calls_seen_by(reader).filter(public_id__in=ids)
        return {call.public_id: call for call in found}

    def head(self, row: OpenCall) -> int:
        return row.version

    def since(self, row: OpenCall, version: int, *, limit: int, size: int) -> list[Change]:
        return calls.public_changes(row, version)


class CallHost(Kind[OpenCall]):
    name = "call.host"
    is_place = True
    moved = """
        SELECT NULL::bigint AS person, 'call.' || public_id || '.host' AS topic,
               host_version AS version
        FROM open_calls
        WHERE public_id = ANY(%(call_host)s::uuid[]) AND changed_xid >= %(since)s"""

    def find(self, ids: Collection[UUID], *, reader: User) -> Mapping[UUID, OpenCall]:
        found = queries.calls_seen_by(reader).filter(public_id__in=ids, host=reader)
        return {call.public_id: call for call in found}

    def head(self, row: OpenCall) -> int:
        return row.host_version

    def since(self, row: OpenCall, version: int, *, limit: int, size: int) -> list[Change]:
        return calls.host_changes(row, version, limit=limit)


CALL = topics.register(Call())
CALL_HOST = topics.register(CallHost())
