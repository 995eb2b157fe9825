"""Make an API token for a person and print it, this once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.actions import create_token
from people.models import User


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--name", default="made by manage.py token")

    def handle(self, *, handle: str, name: str, **options: Any) -> None:
        user = User.objects.filter(handle=handle.removeprefix("@"), is_active=True).first()
        if user is None:
            raise CommandError(f"There is nobody with the handle {handle!r}.")
        self.stdout.write(create_token(user, name))
