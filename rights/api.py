"""Over HTTP: what people can ask for themselves, and how far it is."""

from django.conf import settings

from core.executor import in_database
from people.vocabulary import ACCOUNT
from protocol.api import Api
from protocol.wire import Object
from rights import queries
from rights.events import Archive


class Rights(Object, frozen=True):
    """`archive`: null where none was made, or it has expired. `leaving_days`: how many days an
    account can still be kept after it was deleted.
    """

    archive: Archive | None
    leaving_days: float


class RightsApi(Api):
    scope = ACCOUNT

    async def get(self) -> Rights:
        """My archive, or how far it is, and how long I could change my mind about leaving."""
        archive = await in_database(queries.newest, self.person)
        return Rights(archive=archive, leaving_days=settings.KEEP.leaving)
