"""Say that the database was restored from a dump: every client then starts anew."""

from typing import Any

from django.core.management.base import BaseCommand

from consumers import epoch


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"A new epoch begins: {epoch.rotate()}")
