"""Nothing in the repository names a machine: no registry, no mirror, no path of somebody's disk."""

import re
from pathlib import Path

import pytest

from tests.house.files import name, walk

REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|registry\.yarnpkg|artifactory|npmmirror"
    r"|proxy\.golang|(?<!emit-)index-url|\bnexus\b",
    re.IGNORECASE,
)
PATHS = re.compile(r"""(?<![\w.:/}~*-])/(?:root|home|Users|work|mnt|srv/|var/folders|tmp/\w)""")
#: They look for such things, or say where they are not wanted.
ABOUT_IT = {"tests/house/test_places.py", "tests/house/test_locks.py"}
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".ts", ".js", ".svelte", ".html", ".css", ".yaml"}


def texts() -> list[Path]:
    return [p for p in walk() if p.suffix in TEXT | {""} and name(p) not in ABOUT_IT]


def places(text: str) -> list[str]:
    found = [*REGISTRIES.finditer(text), *PATHS.finditer(text)]
    return [text[hit.start() : hit.end() + 30] for hit in found]


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    found = {name(path): places(path.read_text(errors="replace")) for path in texts()}
    assert len(found) > 200
    assert {file: hits for file, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "text",
    ["see /root/x", '"/home/ana/callboard"', "https://pypi.org/simple", "--index-url there"],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert places(text)


@pytest.mark.parametrize("text", ["`GET /api/v1/inbox`", "{{home}}/x", "people/work"])
def test_the_search_leaves_addresses_alone(text: str) -> None:
    assert places(text) == []
