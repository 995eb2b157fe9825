"""The attack table of docs/security.md, collected from the tests that carry out each attack."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

MARK = "attack"


class Attack(NamedTuple):
    """What is tried, what is answered, and the test that tries it."""

    tried: str
    answered: str
    test: str


def attacks() -> list[Attack]:
    """Of every test with `@pytest.mark.attack("what is tried", "what is answered")`."""
    tests: Path = settings.ROOT / "tests"
    return [found for file in sorted(tests.rglob("test_*.py")) for found in _in_file(file)]


def _in_file(file: Path) -> Iterator[Attack]:
    where, text = file.relative_to(settings.ROOT), file.read_text()
    if f".{MARK}(" not in text:
        return
    for node in ast.walk(ast.parse(text, str(file))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for mark in map(_marked, node.decorator_list):
                if mark is not None:
                    yield Attack(*mark, f"`{where}` `{node.name}`")


def _marked(decorator: ast.expr) -> tuple[str, str] | None:
    """The two sentences of the mark, which have to be plain texts."""
    if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
        return None
    if decorator.func.attr != MARK:
        return None
    tried, answered = (ast.literal_eval(argument) for argument in decorator.args)
    return tried, answered
