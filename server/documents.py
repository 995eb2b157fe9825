"""The parts of docs/protocol.md that are made from the code, and the machine-readable twins."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from consumers.closes import CLOSES
from consumers.commands import COMMANDS
from core.refused import CODES
from protocol.keeping import Keep
from protocol.limits import Limits
from protocol.wire import Keyed, Result
from rights.keeping import FORGOTTEN, KEPT, Forgotten, Kept
from server import framing, schema
from server.attacks import attacks
from server.published import published
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


#: What the socket itself answers; where it is an object of its own, that is in the table below.
OWN_ANSWERS = {
    "hello": "the frame `welcome`",
    "mark": "nothing",
    "pong": "nothing",
    "presence": "`online`: the ids of those who are here",
    "sync": "by topic, its `TopicState`",
    "unwatch": "an empty object",
    "watch": "the place's `TopicState`; for `feed`, `watched`: how many",
}


def _answer(verb: str) -> str:
    if verb in OWN_ANSWERS:
        return OWN_ANSWERS[verb]
    answer: type[Result] = COMMANDS[verb].answer
    keyed = issubclass(COMMANDS[verb].ask, Keyed)
    shown = [f.name for f in msgspec.structs.fields(answer) if keyed or f.name != "duplicate"]
    return ", ".join(f"`{name}`" for name in shown) or "an empty object"


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


def attack_table() -> str:
    return table(
        ["what is tried", "what happens", "test"],
        [[found.tried, found.answered, found.test] for found in attacks()],
    )


def kept() -> str:
    defaults = Keep()
    going = [[f"`{rule.table}`", *_lasts(rule, defaults)] for rule in FORGOTTEN]
    staying = [
        [", ".join(f"`{table}`" for table in rule.tables.split()), *_stays(rule, defaults)]
        for rule in KEPT
    ]
    return table(["tables", "kept", "set by"], [*going, *staying])


def _lasts(rule: Forgotten, defaults: Keep) -> list[str]:
    if not isinstance(rule.days, str):
        return [
            f"until {rule.since}" if rule.days == 0 else f"{rule.days} day after {rule.since}",
            "",
        ]
    return [f"{getattr(defaults, rule.days)} days after {rule.since}", _setting(rule.days)]


def _stays(rule: Kept, defaults: Keep) -> list[str]:
    names = re.findall(r"{(\w+)}", rule.how)
    return [rule.how.format(**msgspec.structs.asdict(defaults)), ", ".join(map(_setting, names))]


def _setting(name: str) -> str:
    return f"`CALLBOARD_KEEP_{name.upper()}`"


BLOCKS = {
    "kept": kept,
    "attacks": attack_table,
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
        "$id": "urn:callboard:protocol:v1",
        "title": "Callboard callboard.v1",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in frames],
        "$defs": _local_refs(published(schema.components() | frames)),
    }
    return json.dumps(document, indent=1, sort_keys=False) + "\n"


def _local_refs(components: schema.Schema) -> Any:
    text = json.dumps(components).replace("#/components/schemas/", "#/$defs/")
    return json.loads(text)


def pages() -> dict[Path, str]:
    docs: Path = settings.ROOT / "docs"
    written = [docs / f"{name}.md" for name in ("privacy", "protocol", "security", "workflows")]
    return {page: fill(page) for page in written if page.exists()}
