"""Make an API token for a person and print it, this once; or list and revoke theirs."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consumers import scopes as table
from people import queries
from people.actions import create_token, end_sign_in
from people.actions.accounts import record_change
from people.models import SignIn, User
from people.vocabulary import ACCOUNT, SCOPES
from server.management.asked import person


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--name", default="made by manage.py token")
        parser.add_argument(
            "--scope", action="append", choices=SCOPES, help="may be repeated; default: all"
        )
        parser.add_argument(
            "--verb", action="append", default=[], help="a verb besides; without --scope only these"
        )
        parser.add_argument("--expires", type=int, metavar="DAYS", help="default: never")
        parser.add_argument("--list", action="store_true", help="show the tokens of this person")
        parser.add_argument("--revoke", metavar="ID", help="end one of them, or `all`")

    def handle(self, *, handle: str, list: bool, revoke: str | None, **options: Any) -> None:
        user = person(handle, is_active=True)
        if list:
            self._list(user)
        elif revoke:
            self._revoke(user, revoke)
        else:
            self.stdout.write(self._make(user, **options))

    def _make(
        self,
        user: User,
        *,
        name: str,
        scope: list[str] | None,
        verb: list[str],
        expires: int | None,
        **options: Any,
    ) -> str:
        for one in verb:
            if table.VERBS.get(one, ACCOUNT) == ACCOUNT:
                raise CommandError(f"No token may do {one!r}.")
        until = None if expires is None else timezone.now() + timedelta(days=expires)
        scopes = scope if scope is not None else ([] if verb else SCOPES)
        token = create_token(user, name, scopes=scopes, verbs=verb, expires_at=until)
        record_change(user, "token.made", detail=name)
        return token

    def _list(self, user: User) -> None:
        for row in _tokens(user):
            until = f"until {row.expires_at:%Y-%m-%d}" if row.expires_at else "for ever"
            used = f"used {row.last_used_at:%Y-%m-%d}" if row.last_used_at else "never used"
            may = ", ".join([*row.scopes, *row.verbs])
            self.stdout.write(f"{row.public_id}  {row.name}  ({may}; {until}; {used})")

    def _revoke(self, user: User, which: str) -> None:
        rows = _tokens(user)
        if which != "all":
            try:
                rows = [row for row in rows if row.public_id == UUID(which)]
            except ValueError:
                rows = []
            if not rows:
                raise CommandError(f"{user} has no token {which!r}; see --list.")
        for row in rows:
            end_sign_in(row)
        self.stdout.write(f"Ended {len(rows)}.")


def _tokens(user: User) -> list[SignIn]:
    live = queries.live_sign_ins().filter(user=user, kind=SignIn.TOKEN)
    return [*live.order_by("created_at")]
