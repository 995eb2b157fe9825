"""The parts of docs/protocol.md that are made from the code, and the machine-readable twins."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from consumers.closes import CLOSES
from consumers.commands import COMMANDS
from protocol.limits import Limits
from protocol.refused import CODES
from protocol.wire import Keyed, Result
from server import framing, schema
from workflows.machine import RULES

BLOCK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill(page: Path) -> str:
    """The page with every made block as it must be now."""
    return BLOCK.sub(lambda m: f"{m[1]}{BLOCKS[m[2]]()}\n{m[3]}", page.read_text())


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def verbs() -> str:
    return table(
        ["verb", "asks", "answers", "what it does"],
        [
            [f"`{verb}`", _fields(ask), _answer(verb), _sentence(ask)]
            for verb, ask in sorted(schema.verbs().items())
        ],
    )


def _fields(struct: type[msgspec.Struct]) -> str:
    names = []
    for field in msgspec.structs.fields(struct):
        optional = "" if field.required else "?"
        names.append(f"{field.encode_name}{optional}")
    return ", ".join(f"`{name}`" for name in names) or "-"


def _answer(verb: str) -> str:
    if verb not in COMMANDS:
        return "-"
    answer: type[Result] = COMMANDS[verb].answer
    keyed = issubclass(COMMANDS[verb].ask, Keyed)
    shown = [f.name for f in msgspec.structs.fields(answer) if keyed or f.name != "duplicate"]
    return ", ".join(f"`{name}`" for name in shown)


def _sentence(struct: type[Any]) -> str:
    return " ".join((struct.__doc__ or "").split()).replace("|", "\\|")


def events() -> str:
    return table(
        ["event", "`data`", "when"],
        [
            [f"`{name}`", f"`{_data(event)}`", _sentence(event)]
            for name, event in sorted(schema.events().items())
        ],
    )


def _data(event: type[Any]) -> str:
    return str(event.__annotations__["data"].__name__)


def frames() -> str:
    return table(
        ["frame", "fields", "meaning"],
        [
            [f"`{name}`", _fields(frame), _sentence(frame)]
            for name, frame in sorted(schema.frames().items())
        ],
    )


def objects() -> str:
    return table(
        ["object", "fields", "what it is"],
        [[f"`{o.__name__}`", _fields(o), _sentence(o)] for o in schema.objects()],
    )


def errors() -> str:
    return table(
        ["code", "HTTP", "meaning"],
        [[f"`{name}`", str(code.status), code.meaning] for name, code in CODES.items()],
    )


def closes() -> str:
    return table(
        ["code", "why", "client"],
        [[str(code), close.meaning, close.client] for code, close in CLOSES.items()],
    )


def limits() -> str:
    values = msgspec.structs.asdict(Limits())
    return table(
        ["limit", "default", "set by"],
        [[n, str(v), f"`CALLBOARD_LIMIT_{n.upper()}`"] for n, v in values.items()],
    )


def machine() -> str:
    return table(
        ["verb", "by", "of", "from", "to", "when", "told"],
        [
            [
                f"`{rule.verb}`",
                rule.by,
                rule.of,
                ", ".join(rule.before) or "-",
                ", ".join(rule.after),
                rule.when,
                rule.told,
            ]
            for rule in RULES
        ],
    )


BLOCKS = {
    "verbs": verbs,
    "events": events,
    "frames": frames,
    "objects": objects,
    "errors": errors,
    "closes": closes,
    "limits": limits,
    "machine": machine,
}


def json_schema() -> str:
    """Of every Struct, and of each whole frame: any text on the socket is one of these."""
    frames = framing.every()
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Callboard callboard.v1",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in frames],
        "$defs": _local_refs(schema.components() | frames),
    }
    return json.dumps(document, indent=1, sort_keys=False) + "\n"


def _local_refs(components: schema.Schema) -> Any:
    text = json.dumps(components).replace("#/components/schemas/", "#/$defs/")
    return json.loads(text)


def pages() -> dict[Path, str]:
    docs: Path = settings.ROOT / "docs"
    written = [docs / "protocol.md", docs / "workflows.md"]
    return {page: fill(page) for page in written if page.exists()}
