"""Where things are: a reader who knows one room knows them all."""

import statistics
import sys

import pytest

from tests.house.files import MADE, ROOMS, ROOT, lines, modules, name, walk

FOLDERS = {*ROOMS, "frontend", "tests", "bin", "docs"}
FILES = {"README.md", "STYLE.md", "Procfile", "pyproject.toml", "manage.py"}
#: May be there, and mean what they mean everywhere.
OPTIONAL = {
    "LICENSE",
    "requirements.txt",
    "requirements-embedded.txt",
    "requirements-dev.txt",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "Dockerfile",
    "compose.yaml",
    "deploy",
    "examples",
}
#: What a room is made of. A file that grows becomes a folder of the same name.
PARTS = {"models", "queries", "verbs", "actions", "events", "api", "admin"}
BUILT = ("people", "notifications", "conversations", "workflows", "feed")
VAGUE = {"utils", "util", "helpers", "helper", "managers", "manager", "services", "service", "misc"}


def top_level() -> set[str]:
    return {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")} - MADE


@pytest.mark.parametrize("wanted", sorted(FOLDERS | FILES))
def test_everything_is_where_a_reader_looks_for_it(wanted: str) -> None:
    assert (ROOT / wanted).exists()


def test_there_is_nothing_else_at_the_top() -> None:
    assert top_level() - FOLDERS - FILES - OPTIONAL == set()


def test_no_room_has_the_name_of_a_module_of_python() -> None:
    packages = {entry for entry in top_level() if (ROOT / entry).is_dir()}
    assert packages & (sys.stdlib_module_names | {"sessions", "types", "auth", "admin"}) == set()


@pytest.mark.parametrize("room", BUILT)
def test_every_room_reads_the_same_way(room: str) -> None:
    there = {entry.stem for entry in (ROOT / room).iterdir()}
    assert there >= PARTS - {"admin"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_can_be_asked_something_is_whole(room: str) -> None:
    """With verbs come actions and events, and what is acted on has queries and models."""
    there = {entry.stem for entry in (ROOT / room).iterdir()}
    if "verbs" in there or "actions" in there:
        assert there >= {"models", "queries", "verbs", "actions", "events"}
    assert there - VAGUE == there


def test_no_file_has_a_vague_name() -> None:
    assert [name(path) for path in modules() if path.stem in VAGUE] == []


def test_files_are_short() -> None:
    sizes = {name(path): lines(path) for path in modules()}
    assert len(sizes) > 100
    assert {file: size for file, size in sizes.items() if size > 300} == {}
    product = [size for file, size in sizes.items() if not file.startswith("tools/")]
    assert statistics.median(product) <= 75


def test_tests_are_short_too() -> None:
    sizes = {name(path): lines(path) for path in modules("tests")}
    assert {file: size for file, size in sizes.items() if size > 300} == {}


def test_every_room_with_code_has_tests() -> None:
    """A folder of the same name; `persons` is that of people, whose name is taken."""
    folders = {path.parent.name for path in walk(ROOT / "tests") if path.stem.startswith("test_")}
    named = {"people": "persons", "server": "house"}
    built = {room for room in ROOMS if (ROOT / room / "verbs.py").exists()}
    built |= {"server", "protocol", "core"}
    assert {named.get(room, room) for room in built} <= folders


def test_readme_is_short() -> None:
    assert lines(ROOT / "README.md") < 100
