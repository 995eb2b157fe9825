"""Imports only go down, and what is written or told is written and told in one kind of place."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import ROOT, modules, name, tree

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "publish",
}
SQL = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+(\w+\s+)?SET|TRUNCATE)\b")

#: Everything outside of actions that writes, and why it may.
ALLOWED = {
    "protocol/commands.py": "the ledger of keys, part of every action's transaction",
    "protocol/mending.py": "rows from before there were rules, in migrations",
    "people/accounts.py": "sign-up: allauth makes the person, this their model's profile",
    "people/creating.py": "Django's own way to make a user",
    "people/models.py": "the words by which a person is found, with each name",
    "consumers/epoch.py": "the epoch of the database belongs to no room",
    "server/management/commands/clock.py": "the clock's own heartbeat",
    "tools/demo/world.py": "a demo world of people that nobody signed up",
    "tools/demo/evenings.py": "an evening of the demo world that is over already",
    "tools/bench/call.py": "applicants to measure with",
    "tools/bench/market.py": "calls and models by the thousand to measure with",
    "tools/bench/screens.py": "an evening of its own for each call to measure with",
    "tools/bench/feed.py": "a million posts to measure with",
    "tools/bench/world.py": "ten thousand people to measure with",
    "tools/chaos/evenings.py": "calls by the thousand, whose deadlines pass while clocks are dead",
}
#: Methods of the same names that write no row and tell nobody.
HARMLESS = {
    "bare.save",
    "request.session.save",
    "few.save",
    "picture.save",
    "digest.update",
    "vars().update",
    "self.create",
    "data.create",
    "environment.create",
    "self.data.create",
    "os.environ.update",
    "client.publish",
}


def is_action(path: Path) -> bool:
    return path.stem == "actions" or "actions" in path.parts


def writes(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            if node.func.attr in WRITES and called not in HARMLESS:
                yield called
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (found.group() for found in SQL.finditer(node.value))


def linted(contracts: Path) -> tuple[bool, str]:
    """In a process of its own: the linter trips over what Twisted adds to every class."""
    program = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
    ]
    options = ["--config", str(contracts), "--no-cache"]
    found = subprocess.run([*program, *options], cwd=ROOT, capture_output=True, text=True)
    return found.returncode == 0, found.stdout + found.stderr


def test_the_layers_are_kept() -> None:
    kept, said = linted(ROOT / "pyproject.toml")
    assert kept, said


def test_a_layer_that_is_broken_is_noticed(tmp_path: Path) -> None:
    upside_down = tmp_path / "contract.toml"
    upside_down.write_text(
        '[tool.importlinter]\nroot_packages = ["protocol", "people"]\n'
        '[[tool.importlinter.contracts]]\nname = "Upside down"\ntype = "layers"\n'
        'layers = ["protocol", "people"]\n'
    )
    kept, said = linted(upside_down)
    assert not kept
    assert "Upside down BROKEN" in said


def test_only_actions_write_and_publish() -> None:
    others = [path for path in modules() if not is_action(path)]
    found = {name(path): list(writes(tree(path))) for path in others}
    writing = {file: calls for file, calls in found.items() if calls}
    assert {file: calls for file, calls in writing.items() if file not in ALLOWED} == {}
    assert ALLOWED.keys() == writing.keys()  # and what is allowed is still needed


@pytest.mark.parametrize(
    "text",
    [
        "User.objects.filter(pk=1).update(handle='x')",
        "publish.publish([])",
        "cursor.execute('UPDATE calendar SET booked = 1')",
        "cursor.execute('''WITH x AS (INSERT INTO messages VALUES (1))''')",
    ],
)
def test_a_write_is_found(text: str) -> None:
    assert list(writes(ast.parse(text)))


def test_a_lock_is_no_write() -> None:
    text = "rows('SELECT id FROM open_calls FOR NO KEY UPDATE SKIP LOCKED')"
    assert list(writes(ast.parse(text))) == []


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_one_module_knows_the_http_framework() -> None:
    knowing = [
        name(path)
        for path in modules()
        if any(module.split(".")[0] == "dmr" for module in imported(tree(path)))
    ]
    assert knowing == ["protocol/api.py"]


def test_rooms_speak_django_channels_nowhere_but_at_the_edge() -> None:
    knowing = {
        name(path).split("/")[0]
        for path in modules()
        if any(module.split(".")[0] == "channels" for module in imported(tree(path)))
    }
    assert knowing <= {"consumers", "server"}
