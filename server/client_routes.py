"""The addresses of the client's pages, read from the folders of its routes."""

from collections.abc import Iterator
from pathlib import Path

HEADER = '''"""The client's pages as Django routes. Made by `manage.py generate`; do not edit."""

PAGES = (
'''
#: What stands in a parameter's place; every other is the id of something.
CONVERTERS = {"handle": "slug", "key": "str"}


def module(routes: Path) -> str:
    """The text of server/client_pages.py."""
    return HEADER + "".join(f'    "{page}",\n' for page in sorted(pages(routes))) + ")\n"


def pages(routes: Path) -> Iterator[str]:
    """A route for each folder with a page in it; `(groups)` are not in the address."""
    folders = {file.parent for name in ("svelte", "ts") for file in routes.rglob(f"+page.{name}")}
    for folder in folders:
        parts = folder.relative_to(routes).parts
        yield "/".join(_route(part) for part in parts if not part.startswith("("))


def _route(part: str) -> str:
    before, bracket, rest = part.partition("[")
    if not bracket:
        return part
    name = rest.rstrip("]")
    return f"{before}<{CONVERTERS.get(name, 'uuid')}:{name}>"
