"""Send a mail to an address now, and say what the mail server answers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from server import mail_server


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *, address: str, **options: Any) -> None:
        wrong = mail_server.send_test(address)
        if wrong:
            raise CommandError(wrong)
        self.stdout.write(f"The mail server took a mail to {address}.")
