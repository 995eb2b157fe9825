"""The modules of the edge stand in an order, and one alone puts the parts together."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.files import modules, tree

EDGE = {path.stem: tree(path) for path in modules("consumers")}
#: Those that are put together: a client with the parts, and the application with a client.
ABOVE_THE_NODE = {"answers", "connection", "door", "queue", "reading", "socket", "watching"}


def imported(module: ast.Module) -> set[str]:
    """Modules of the edge, also those that are imported in a function or for types alone."""
    return {name for node in ast.walk(module) for name in _names(node) if name in EDGE}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module == "consumers":
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module is not None:
        room, _, name = node.module.partition(".")
        if room == "consumers":
            yield name
    elif isinstance(node, ast.Import):
        for alias in node.names:
            room, _, name = alias.name.partition(".")
            if room == "consumers":
                yield name


def circle(imports: Mapping[str, set[str]]) -> list[str]:
    try:
        list(TopologicalSorter(imports).static_order())
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_imports_go_in_a_circle() -> None:
    assert circle({name: imported(module) for name, module in EDGE.items()}) == []


def test_a_circle_that_is_for_types_alone_is_noticed() -> None:
    hidden = "if TYPE_CHECKING:\n    from consumers.socket import Socket"
    circular = {name: imported(module) for name, module in EDGE.items()}
    circular["hub"] |= imported(ast.parse(hidden))
    assert {"hub", "socket"} <= set(circle(circular))


def test_few_modules_import_for_types_alone() -> None:
    hiding = [
        name
        for name, module in EDGE.items()
        for node in ast.walk(module)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    assert len(hiding) <= 2


def test_the_hub_knows_no_other_part() -> None:
    assert imported(EDGE["hub"]) == {"metrics"}


@pytest.mark.parametrize("part", sorted(EDGE.keys() - ABOVE_THE_NODE - {"node"}))
def test_a_part_does_not_know_what_it_is_a_part_of(part: str) -> None:
    assert imported(EDGE[part]).isdisjoint({"node", *ABOVE_THE_NODE})
