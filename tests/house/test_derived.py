"""A derived value is not read after an `await`: its component may be gone by then, and Svelte
warns (`derived_inert`) that it stands still."""

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT

COMPONENTS = sorted((ROOT / "frontend/src").rglob("*.svelte"))
DERIVED = re.compile(r"(?:const|let) (\w+) = \$derived")
ASYNC = re.compile(
    r"\n(\t+)(?:async function \w+|const \w+ = async )[^\n]*\{\n(.*?)\n\1\}", re.DOTALL
)
#: Names in these are words for people.
WORDS = re.compile(r"//[^\n]*|'[^'\n]*'")


def read_late(source: str) -> set[str]:
    """Derived values that an asynchronous function reads in a statement after its first `await`."""
    names = DERIVED.findall(source)
    found = set()
    for _, body in ASYNC.findall(WORDS.sub("''", source)):
        _, awaited, rest = body.partition("await ")
        if awaited:
            after = rest.partition(";\n")[2]
            found |= {name for name in names if re.search(rf"(?<![\w.'-]){name}\b(?!:)", after)}
    return found


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_nothing_derived_is_read_after_waiting(path: Path) -> None:
    assert read_late(path.read_text()) == set()


def test_the_search_finds_what_it_looks_for() -> None:
    rate = "\n\tasync function rate() {\n\t\tawait tell();\n\t\tsay(`You gave ${whom}`);\n\t}"
    assert read_late(f"\n\tconst whom = $derived(1);{rate}") == {"whom"}
    assert read_late(f"\n\tconst other = $derived(1);{rate}") == set()
