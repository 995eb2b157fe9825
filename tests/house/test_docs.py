"""Where the documents state a fact about the code, it is one."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from consumers.commands import COMMANDS
from core.refused import CODES
from protocol import topics
from server import schema
from tests.house.files import ROOT, lines, name
from workflows.machine import RULES

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *DECISIONS, *sorted(ROOT.glob("*.md"))]
#: `consumers/hub.py`, `tests/state.py`, `bin/dev`: a path in backticks or a fenced block.
PATHS = re.compile(
    r"(?<![\w/.])((?:tools|server|consumers|moderation|workflows|feed|conversations|notifications"
    r"|people|protocol|frontend|tests|bin|docs)/[\w./-]*\w/?)"
)
LINKS = re.compile(r"\]\((?!https?:|#)([^)#]+)")
MADE = re.compile(r"<!-- made: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)
#: A word like `call.open`, `message.created` or `calendar.user_version`.
DOTTED = re.compile(r"`([a-z_]+\.[a-z_]+)`")


def ids(page: Path) -> str:
    return name(page)


def columns() -> set[str]:
    fields = [(model._meta.db_table, model._meta.local_fields) for model in apps.get_models()]
    return {f"{table}.{field.column}" for table, found in fields for field in found}


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    text = MADE.sub("", page.read_text())
    missing = [path for path in PATHS.findall(text) if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINKS.findall(page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_verb_and_event_that_a_page_names_exists(page: Path) -> None:
    known = {*schema.verbs(), *schema.events(), *schema.frames(), *COMMANDS}
    known |= {rule.verb for rule in RULES}
    known |= {*topics.KINDS, *columns()}
    families = {word.split(".")[0] for word in known if "." in word}
    named = DOTTED.findall(MADE.sub("", page.read_text()))
    files = ("py", "md", "json", "ts", "toml", "actions", "queries")
    spoken = {w for w in named if w.split(".")[0] in families and w.split(".")[1] not in files}
    assert spoken - known == set()


def test_every_decision_is_in_the_index_and_says_why() -> None:
    index, *pages = sorted(DECISIONS, key=lambda page: page.name != "README.md")
    listed = [link for link in LINKS.findall(index.read_text()) if not link.startswith("..")]
    assert sorted(listed) == [page.name for page in pages]
    for page in pages:
        text = page.read_text()
        assert all(f"**{part}.**" in text for part in ("Decision", "Why", "Rejected")), page.name
        assert lines(page) <= 40


def block(page: str, made: str) -> str:
    found = dict(MADE.findall((ROOT / "docs" / page).read_text()))
    return str(found[made])


def test_the_protocol_page_lists_every_verb_event_and_code() -> None:
    for made, words in (
        ("verbs", schema.verbs()),
        ("events", schema.events()),
        ("frames", schema.frames()),
        ("errors", CODES),
    ):
        listed = set(re.findall(r"^\| `([\w.]+)` \|", block("protocol.md", made), re.MULTILINE))
        assert listed == set(words), made


def test_the_workflow_page_lists_every_transition() -> None:
    listed = re.findall(r"^\| `([\w.]+)` \|", block("workflows.md", "machine"), re.MULTILINE)
    assert listed == [rule.verb for rule in RULES]


def test_every_command_of_the_socket_has_a_verb_and_says_what_it_does() -> None:
    for verb, command in COMMANDS.items():
        assert command.ask.verb == verb
        assert (command.ask.__doc__ or "").strip(), verb


def test_everything_on_the_wire_has_one_name() -> None:
    names = [struct.__name__ for struct in schema.structs()]
    assert len(names) == len(set(names)) > 50
