"""Django's own `migrate`, without the time limits that hold for people's requests."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def handle(self, *args: Any, database: str, **options: Any) -> None:
        with connections[database].cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET lock_timeout = '30s'")
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
        super().handle(*args, database=database, **options)
