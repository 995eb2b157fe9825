"""Run as a program: import the product where nothing but requirements.txt is installed.

Everything else that this environment has is hidden first, so that what runs here also runs in an
installation by the documents. What could not be imported is printed, a line each.
"""

import asyncio
import importlib
import re
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
#: What is no part of a server: the tools of developers, and what writes files of the repository.
FOR_DEVELOPERS = {"tools", "server.catalogues", "server.management.commands.generate"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> set[str]:
    lock = (ROOT / "requirements.txt").read_text()
    return {normal(name) for name in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.M)}


class Hidden(MetaPathFinder):
    """Packages that only development has."""

    def __init__(self) -> None:
        here = installed()
        self.names = {
            package
            for package, distributions in packages_distributions().items()
            if not here & {normal(name) for name in distributions}
        }

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def modules() -> Iterator[str]:
    from tests.house import files

    for path in files.modules(*(room for room in files.ROOMS if room not in FOR_DEVELOPERS)):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name not in FOR_DEVELOPERS:
            yield name


def load_uvicorn() -> None:
    """What `server.web` tells uvicorn to use: its protocols and its loop."""
    import uvicorn

    from server.web import command

    _, _, _, application, *options = command("uvicorn", "127.0.0.1", "0")
    told = dict(pairwise(options))
    config = uvicorn.Config(
        application, ws=told["--ws"], loop=told["--loop"], http=told["--http"], lifespan="off"
    )
    config.load()
    make_loop = config.get_loop_factory()
    asyncio.Runner(loop_factory=make_loop).close()


def main() -> None:
    hidden = Hidden()
    assert "pytest" in hidden.names
    assert "django" not in hidden.names
    sys.meta_path.insert(0, hidden)
    importlib.import_module("server.serving.on_daphne")  # the first: it chooses a loop
    import django

    django.setup()
    for name in modules():
        try:
            importlib.import_module(name)
        except ImportError as error:
            print(f"{name}: {error}")
    try:
        load_uvicorn()
    except ImportError as error:
        print(f"uvicorn: {error}")


if __name__ == "__main__":
    main()
