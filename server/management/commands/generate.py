"""Write what is made from the code: types, documents, catalogues; or check that it is fresh."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from server import asyncapi, catalogues, client_routes, documents, typescript


def artifacts() -> dict[Path, bytes]:
    root: Path = settings.ROOT
    texts = {
        root / "frontend/src/lib/protocol.ts": typescript.module(),
        root / "frontend/src/lib/sync/generated/topics.ts": typescript.kinds_of_topics(),
        root / "server/client_pages.py": client_routes.module(root / "frontend/src/routes"),
        root / "docs/asyncapi.json": asyncapi.document(),
        root / "docs/protocol.schema.json": documents.json_schema(),
        **documents.pages(),
    }
    return {path: text.encode() for path, text in texts.items()} | catalogues.files()


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a file is stale")

    def handle(self, *, check: bool, **options: Any) -> None:
        stale = {path: made for path, made in artifacts().items() if not _is(path, made)}
        if check and stale:
            names = ", ".join(str(path.relative_to(settings.ROOT)) for path in stale)
            raise CommandError(f"stale: {names}; run manage.py generate")
        for path, made in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
            self.stdout.write(f"wrote {path.relative_to(settings.ROOT)}")


def _is(path: Path, made: bytes) -> bool:
    return path.exists() and path.read_bytes() == made
