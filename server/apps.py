import atexit

from django.apps import AppConfig, apps
from django.core import checks

from core.prepare import prepare
from protocol import publish


class ServerConfig(AppConfig):
    name = "server"

    def ready(self) -> None:
        from server import schema  # noqa: F401  (loads every module that has Structs)
        from server.database_checks import check_database

        prepare(*apps.app_configs)
        checks.register(check_database, checks.Tags.database)
        self._tell_by_the_bus()

    def _tell_by_the_bus(self) -> None:
        """What any command of manage.py does is told, too; a hub takes this over in `web`."""
        from consumers.bus import BusThread

        bus = BusThread()
        publish.deliver_with(bus)
        atexit.register(bus.close)
