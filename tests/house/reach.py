"""With which codes a function can refuse: its own, and those of all that it can come to call.

Read from the code without running it: a name stands for the function that it was imported as.
"""

import ast
from functools import cache
from typing import NamedTuple

from core.refused import CODES
from tests.house.files import ROOMS, ROOT

Place = tuple[str, str]


class Module(NamedTuple):
    #: What a name in it was imported as.
    imported: dict[str, str]
    #: Functions, classes and tables at its top.
    defined: dict[str, ast.stmt]


@cache
def modules() -> dict[str, Module]:
    found = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = read(ast.parse(path.read_text()))
    return found


def read(tree: ast.Module) -> Module:
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            imported |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    defined: dict[str, ast.stmt] = {}
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined[statement.name] = statement
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            defined[statement.targets[0].id] = statement
    return Module(imported, defined)


def place_of(full: str) -> Place | None:
    """Where something is defined, through as many imports as it takes."""
    name, _, what = full.rpartition(".")
    module = modules().get(name)
    if module is None:
        return None
    if what in module.defined:
        return name, what
    again = module.imported.get(what, full)
    return None if again == full else place_of(again)


def named(module: str, node: ast.AST) -> Place | None:
    """What `name` or `name.attribute` in a module stands for."""
    if isinstance(node, ast.Name):
        return place_of(f"{module}.{node.id}")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        full = modules()[module].imported.get(node.value.id)
        return place_of(f"{full}.{node.attr}") if full else None
    return None


def codes(place: Place, seen: set[Place] | None = None) -> set[str]:
    seen = set() if seen is None else seen
    if place in seen:
        return set()
    seen.add(place)
    module, name = place
    nodes = list(ast.walk(modules()[module].defined[name]))
    found = _said(nodes) if _refuses(nodes) or name == "ENDED" else set()
    for node in nodes:
        called = named(module, node)
        if called is not None and called[1] != "Refused":
            found |= codes(called, seen)
    return found


def _refuses(nodes: list[ast.AST]) -> bool:
    """It makes a `Refused`, or is one of its kinds."""
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return "Refused" in names or "__init__" in attributes


def _said(nodes: list[ast.AST]) -> set[str]:
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and text in CODES}
