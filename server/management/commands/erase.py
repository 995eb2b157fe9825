"""Close an account and erase it later, for somebody who has asked for it. Be sure who asks.

With `--keep` it is opened again; the person can do both by themselves in their settings.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.refused import Refused
from core.transaction import transaction
from people.actions import leaving
from server.management.asked import person


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--keep", action="store_true", help="it is not erased after all")

    def handle(self, *, handle: str, keep: bool, **options: Any) -> None:
        user = person(handle, erased_at=None)
        if keep:
            try:
                leaving.keep_account(user)
            except Refused as refused:
                raise CommandError(refused.message) from refused
            self.stdout.write("It stays.")
            return
        with transaction():
            leaving.begin(user)
        self.stdout.write(f"Closed. It is erased on {user.erase_at:%Y-%m-%d %H:%M} UTC.")
