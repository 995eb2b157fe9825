"""A made-up kind of topic: the weather at a place, for the people who asked for it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from core.sql import Row, rows
from people.models import User
from protocol import topics
from protocol.kinds import Kind
from protocol.wire import Change, Event


class WeatherChanged(Event, frozen=True):
    """What the weather is now."""

    event = "weather.changed"
    data: str


class Weather(Kind[Row]):
    name = "weather"
    is_place = True
    moved = """
        SELECT NULL::bigint AS person, 'weather.' || id AS topic, version FROM weather
        WHERE id = ANY(%(weather)s::uuid[]) AND changed_xid >= %(since)s"""

    def find(self, ids: Collection[UUID], *, reader: User) -> Mapping[UUID, Row]:
        found = rows(
            "SELECT w.* FROM weather w JOIN weather_readers r ON r.weather = w.id"
            " WHERE w.id = ANY(%s) AND r.person = %s",
            [list(ids), reader.pk],
        )
        return {row["id"]: row for row in found}

    def head(self, row: Row) -> int:
        return int(row["version"])

    def since(self, row: Row, version: int, *, limit: int, size: int) -> list[Change]:
        return [Change(row["version"], WeatherChanged(data=row["words"]))]


WEATHER = topics.register(Weather())
