"""Write what is made from the protocol's Structs, or check that it is fresh."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from server import asyncapi, client_routes, documents, typescript


def artifacts() -> dict[Path, str]:
    root: Path = settings.ROOT
    return {
        root / "frontend/src/lib/protocol.ts": typescript.module(),
        root / "frontend/src/lib/sync/generated/topics.ts": typescript.kinds_of_topics(),
        root / "server/client_pages.py": client_routes.module(root / "frontend/src/routes"),
        root / "docs/asyncapi.json": asyncapi.document(),
        root / "docs/protocol.schema.json": documents.json_schema(),
        **documents.pages(),
    }


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a file is stale")

    def handle(self, *, check: bool, **options: Any) -> None:
        stale = {path: text for path, text in artifacts().items() if not _is(path, text)}
        if check and stale:
            names = ", ".join(str(path.relative_to(settings.ROOT)) for path in stale)
            raise CommandError(f"stale: {names}; run manage.py generate")
        for path, text in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"wrote {path.relative_to(settings.ROOT)}")


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text
