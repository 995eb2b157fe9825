"""The files of this repository, as the tests of its shape read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: From top to bottom: each imports only what stands after it.
ROOMS = (
    "tools",
    "server",
    "consumers",
    "rights",
    "moderation",
    "workflows",
    "feed",
    "conversations",
    "notifications",
    "people",
    "protocol",
    "core",
)
#: Made on this machine, in no repository.
MADE = {
    ".git",
    ".venv",
    ".data",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".grimp_cache",
    ".svelte-kit",
    "__pycache__",
    "node_modules",
    "build",
}


def walk(folder: Path = ROOT) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name in MADE or entry.name == ".setup.lock":
            continue
        if entry.is_dir():
            yield from walk(entry)
        else:
            yield entry


@cache
def modules(*rooms: str) -> list[Path]:
    """Python files with something in them; migrations are written by a program."""
    return [
        path
        for room in rooms or ROOMS
        for path in walk(ROOT / room)
        if path.suffix == ".py" and "migrations" not in path.parts and path.stat().st_size
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())
