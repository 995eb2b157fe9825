"""Lock files name packages and hashes, and no machine: no registry, no mirror, no local path."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = [
    ROOT / "requirements.txt",
    ROOT / "requirements-embedded.txt",
    ROOT / "requirements-dev.txt",
]
CLIENT = ROOT / "frontend" / "package-lock.json"
PLACES = re.compile(r"https?:|file:|git\+|ssh:|(^|[\s\"'=@])(~?/|[A-Za-z]:\\)|\.\./", re.MULTILINE)
OPTIONS = re.compile(r"^\s*-(?!-hash=sha256:).*", re.MULTILINE)


def places(text: str) -> list[str]:
    return [text[found.start() : found.end() + 40] for found in PLACES.finditer(text)]


@pytest.mark.parametrize("lock", REQUIREMENTS, ids=lambda lock: lock.name)
def test_requirements_name_no_place_and_no_option(lock: Path) -> None:
    text = lock.read_text()
    assert places(text) == []
    assert OPTIONS.findall(text) == []


@pytest.mark.parametrize("lock", REQUIREMENTS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert len(blocks) > 10
    loose = [block for block in blocks if not re.match(r"[\w.\[\]-]+==\S+", block)]
    bare = [block for block in blocks if "--hash=sha256:" not in block]
    assert (loose, bare) == ([], [])


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^(\S+?)==(\S+)", lock.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", REQUIREMENTS[1:], ids=lambda lock: lock.name)
def test_no_lock_contradicts_the_main_one(lock: Path) -> None:
    core, other = pins(REQUIREMENTS[0]), pins(lock)
    common = core.keys() & other
    assert {name: other[name] for name in common} == {name: core[name] for name in common}


def test_the_client_lock_names_no_place() -> None:
    packages: dict[str, dict[str, object]] = json.loads(CLIENT.read_text())["packages"]
    assert len(packages) > 20
    for name, package in packages.items():
        # Authors' own pages, for thanks; not where anything is taken from.
        told = {key: value for key, value in package.items() if key != "funding"}
        assert places(json.dumps(told)) == [], name
        assert "resolved" not in package, name
        assert name == "" or "integrity" in package, name


def test_lock_formats_that_name_machines_are_not_here() -> None:
    assert not [
        name for name in ("uv.lock", "pylock.toml", "poetry.lock") if (ROOT / name).exists()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://pypi.example/simple",
        "-r /home/somebody/in.txt",
        "thing @ file:///opt/thing.whl",
        '"resolved": "http://registry.example/a.tgz"',
        "# via -r ../other.txt",
    ],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert places(text)
