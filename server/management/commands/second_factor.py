"""Show or remove the second factors of a person who has lost theirs. Be sure who is asking."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from people import second_factor
from people.actions.accounts import remove_second_factors
from server.management.asked import person


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--remove", action="store_true", help="the next sign-in asks for none")

    def handle(self, *, handle: str, remove: bool, **options: Any) -> None:
        user = person(handle)
        for factor in second_factor.of(user):
            self.stdout.write(f"{factor.type}, since {factor.created_at:%Y-%m-%d}")
        if remove:
            remove_second_factors(user)
            self.stdout.write("Removed.")
