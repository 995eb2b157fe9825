"""No verb without a test in which old state + frames == fresh state."""

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from consumers.commands import COMMANDS
from tests.house.files import ROOT, walk

Names = dict[str, set[str]]


def names_in(node: ast.AST) -> set[str]:
    return {
        part.id if isinstance(part, ast.Name) else part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Name | ast.Attribute)
    }


def trees() -> Iterator[ast.Module]:
    for path in walk(ROOT / "tests"):
        if path.suffix == ".py":
            yield ast.parse(path.read_text())


def used() -> tuple[set[str], Names]:
    """What stands inside of any `with verify(...)`, and what each function of the tests uses."""
    inside: set[str] = set()
    functions: Names = defaultdict(set)
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions[node.name] |= names_in(node)
            elif isinstance(node, ast.With) and "verify" in names_in(node.items[0].context_expr):
                for line in node.body:
                    inside |= names_in(line)
    return inside, functions


def reached() -> set[str]:
    """Also through functions of the tests, as far as they are called."""
    found, functions = used()
    new = set(found)
    while new:
        new = {name for one in new for name in functions.get(one, ())} - found
        found |= new
    return found


REACHED = reached()


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_is_verified(verb: str) -> None:
    assert COMMANDS[verb].ask.__name__ in REACHED


def test_a_verb_that_nobody_verifies_would_be_noticed() -> None:
    assert "SendMessage" in REACHED
    assert "SendPigeon" not in REACHED
