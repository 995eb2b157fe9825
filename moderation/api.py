"""What people read over HTTP: their reports, and decisions against them."""

from msgspec.structs import asdict

from core.executor import in_database
from moderation import queries
from moderation.events import MyReport, MySanction
from protocol.api import Api, Query
from protocol.pages import Page, Paged


class Reports(Page, frozen=True):
    """Newest first."""

    reports: list[MyReport]


class Sanctions(Page, frozen=True):
    """Newest first."""

    sanctions: list[MySanction]


class ReportsApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> Reports:
        """My reports, and whether somebody has looked at them."""
        found, following = await in_database(
            queries.reports_of, self.person, **asdict(parsed_query)
        )
        return Reports(reports=found, next=following)


class SanctionsApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> Sanctions:
        """Decisions of the staff against me."""
        found, following = await in_database(
            queries.sanctions_of, self.person, **asdict(parsed_query)
        )
        return Sanctions(sanctions=found, next=following)
