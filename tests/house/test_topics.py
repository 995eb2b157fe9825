"""What a topic is called stands in the file of its kind, and the edge loops over the kinds."""

import ast
import re
from collections.abc import Iterator

import pytest

from protocol import topics
from tests.house.files import ROOMS, ROOT, modules, name, tree, walk
from tests.house.test_imports import imported

BASES = "|".join({kind.base for kind in topics.KINDS.values()})
FACES = "|".join({kind.partition(".")[2] for kind in topics.KINDS} - {""})
#: The beginning of a name, where its id follows, and its end: `f"call.{id}"`, `'call.' || id`.
PARTS = re.compile(rf"(?:^|['\"])(?:{BASES})\.(?:$|')|^\.(?:{FACES})\b")
#: Where kinds are registered.
HOMES = {f"{room}/topics.py" for room in ROOMS}
#: Names of things that are not topics, or of topics that are not meant.
ALLOWED = {
    "conversations/actions/missed.py": "what a notification is about",
    "workflows/actions/fanout.py": "what a notification is about",
    "workflows/notices.py": "what a notification is about",
    "workflows/queries/abouts.py": "what a notification is about",
    "moderation/queries/evidence.py": "what a report is about",
    "server/examples.py": "examples for the documents",
}
#: Modules of the edge that know rooms, and which; everybody knows `people`, who ask.
KNOWING = {
    "commands.py": {"conversations", "feed", "moderation", "notifications", "rights", "workflows"},
    "frames.py": {"conversations"},
    "lane.py": {"conversations"},
    "presence.py": {"conversations"},
    "queue.py": {"conversations"},
    "welcome.py": {"conversations"},
}


def parts_of_names(module: ast.Module) -> Iterator[str]:
    documents = {node.value for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or node in documents:
            continue
        if isinstance(node.value, str) and PARTS.search(node.value):
            yield node.value


def test_only_its_own_file_says_how_a_topic_is_called() -> None:
    """Tools are clients of their own, and read names by the rules of the protocol."""
    product = [path for path in modules() if not name(path).startswith("tools/")]
    found = {name(path) for path in product if list(parts_of_names(tree(path)))}
    assert found - HOMES == ALLOWED.keys()


@pytest.mark.parametrize(
    "text",
    [
        "topic.startswith('call.')",
        "topic.startswith(('profile.', 'x'))",
        "f'conversation.{id}'",
        "topic.endswith('.host')",
        "f'{profile}.followers'",
        "SELECT = \"SELECT 'call.' || public_id FROM open_calls\"",
    ],
)
def test_a_name_elsewhere_is_noticed(text: str) -> None:
    assert list(parts_of_names(ast.parse(text)))


def test_the_client_takes_names_from_what_is_generated() -> None:
    """Beginnings and ends of names: 'call.', `call.${id}`, '.host'; and not a type of verbs."""
    named = re.compile(rf"['\"`](?:{BASES})\.(?:['\"`]|\$\{{(?!'))|['\"`]\.(?:{FACES})['\"`]")
    files = [path for path in walk(ROOT / "frontend/src") if path.suffix in (".ts", ".svelte")]
    sources = {name(path): path.read_text() for path in files if ".test." not in path.name}
    assert len(sources) > 100
    assert [file for file, text in sources.items() if named.search(text)] == []


@pytest.mark.parametrize("text", ["'call.open'", "'''Of `call.<id>`.'''", "f'{call}.hosts'"])
def test_a_verb_is_no_topic(text: str) -> None:
    assert list(parts_of_names(ast.parse(text))) == []


def test_the_edge_knows_no_room_where_it_deals_with_topics() -> None:
    rooms = {*ROOMS} - {"consumers", "server", "tools", "protocol", "core", "people"}
    knowing = {
        path.name: {module.partition(".")[0] for module in imported(tree(path))} & rooms
        for path in modules("consumers")
    }
    assert {file: known for file, known in knowing.items() if known} == KNOWING


def test_each_room_registers_its_kinds() -> None:
    homes = {kind.__class__.__module__.replace(".", "/") + ".py" for kind in topics.KINDS.values()}
    assert homes <= HOMES
    assert all((ROOT / home).exists() for home in homes)
