"""Say that the database was restored from a dump: every client then starts anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from consumers import epoch, foreign_transactions


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"A new epoch begins: {epoch.rotate()}")
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        forgotten = 0
        while found := foreign_transactions.forget_some():
            forgotten += found
        if forgotten:
            self.stdout.write(f"Forgot numbers of another cluster's transactions: {forgotten}.")
