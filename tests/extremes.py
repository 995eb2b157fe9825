"""The extremes of what a verb takes, field by field, by their types and rules.

Whatever is not known here fails, so that a field of a new kind gets extremes of its own.
"""

import uuid
from collections.abc import Callable, Mapping
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

from msgspec import Meta, Struct

from consumers.commands import COMMANDS
from notifications.verbs import Wall
from people.verbs import NewHandle
from protocol.asked import EARLIEST, LATEST, Rule, alternatives
from workflows.money import DIGITS
from workflows.requirements import Requirements, Wanted

Values = list[Any]
Make = Callable[[int, int], Values]

KISS = "\U0001f468\U0001f3ff\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3fb"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
#: Each is repeated as often as there is room: wide, full-width, from right to left, with marks, in
#: one sign of many code points, longer when it is folded, harmful in HTML, XML and templates.
PIECES = (
    "W",
    "\u6f22",
    "\u05e9\u05dc\u05d5\u05dd (1) ",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 ",
    "Z\u0335\u0336\u0337\u0338",
    KISS,
    ENGLAND,
    "\ufdfa",
    "\u0130\u1e9e\ufb03",
    "</title><script>alert(1)</script>\"'&amp;]]>",
    "{name}{0}%s%(x)d\\r\\n;,:",
    "a1",
)
#: Only where there may be several lines, and direction is the writer's own.
IN_A_TEXT = (
    "\u202e\u2066a ",
    "a\n",
    "\t\u0e49a\r\n",
    "\n\n\u2028b",
    "https://a.example/" + "w" * 300,
)
#: Far east and west, half and quarter hours, an hour that is half, one before, long and old names.
ZONES = [
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Europe/Dublin",
    "America/Argentina/ComodRivadavia",
    "Etc/GMT",
    "America/Coyhaique",
    "UTC",
]


def repeated(piece: str, most: int) -> str:
    """As long as it may be, without a piece that is cut in two."""
    text = piece * (most // len(piece))
    return f"{text.rstrip()}{'.' * (most - len(text.rstrip()))}"


def line(least: int, most: int) -> Values:
    return ["i" if least else "", *(repeated(piece, most) for piece in PIECES)]


def text(least: int, most: int) -> Values:
    return [*line(least, most), *(repeated(piece, most) for piece in IN_A_TEXT)]


def code(least: int, most: int) -> Values:
    return ["~" * most, "\u00e9" * most, "!", "\U0001f600" * most]


def link(least: int, most: int) -> Values:
    host = "https://" + "w." * 100 + "org"
    return [
        f"https://a.example/{'w' * (most - 18)}",
        host,
        "http://[2606:4700:4700::1111]:65535/",
        "https://b\u00fccher.example/\u6f22\"'<b>&{0}%s#\U0001f600",
        "https://EXAMPLE.ORG.:443?#",
    ]


def moment(least: int, most: int) -> Values:
    last = LATEST.replace(year=LATEST.year - 1, month=12, day=31, hour=23, minute=59, second=59)
    return [
        last.replace(microsecond=999_999).isoformat(),
        EARLIEST.isoformat(),
        "2099-12-31T12:00:00+14:00",
        "2028-02-29T23:59:59.999999-12:00",
    ]


def currency(least: int, most: int) -> Values:
    """One of each number of digits, and none."""
    three = {DIGITS.get(one, 2): one for one in ("EUR", *DIGITS)}
    return [*three.values(), ""]


#: What a rule lets through, by its name.
RULES: dict[str, Make] = {
    "line": line,
    "text": text,
    "code": code,
    "link": link,
    "moment": moment,
    "currency": currency,
    "zone": lambda least, most: ZONES,
    "wall time": lambda least, most: ["2099-12-31T23:59:59.999999", "2000-01-01T00:00"],
    "sign": lambda least, most: [
        "\u2764\ufe0f",
        KISS,
        ENGLAND,
        "#\ufe0f\u20e3",
        "\U0001f1e9\U0001f1ea",
    ],
    "key": lambda least, most: [],
}
#: Texts whose shape alone says what they are.
SHAPES: dict[Any, Values] = {
    Wall: ["00:00", "23:59"],
    NewHandle: ["0", "a" + "-" * 29],
}


def of(hint: Any) -> Values:
    """Of a field of this type; none where it refers to something that is there."""
    return [value for kind in alternatives(hint) for value in _of_one(kind)]


def of_fields(struct: type[Struct]) -> dict[str, Values]:
    hints = get_type_hints(struct, include_extras=True)
    return {name: of(hints[name]) for name in struct.__struct_fields__}


def _of_one(kind: Any) -> Values:
    if kind == Wanted:
        return wanted()
    if kind in SHAPES:
        return SHAPES[kind]
    extras = getattr(kind, "__metadata__", ())
    shapes = [extra for extra in extras if isinstance(extra, Meta)]
    rules = [extra.name for extra in extras if isinstance(extra, Rule)]
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if rules:
        least = max((shape.min_length or 0 for shape in shapes), default=0)
        most = min((s.max_length for s in shapes if s.max_length is not None), default=0)
        return RULES[rules[-1]](least, most)
    return _plain(bare, shapes)


def _plain(bare: Any, shapes: list[Meta]) -> Values:
    if bare is NoneType:
        return [None]
    if bare is bool:
        return [True, False]
    if bare is UUID:
        return []
    if get_origin(bare) is Literal:
        return [*get_args(bare)]
    if bare in (int, float):
        return [edge for shape in shapes for edge in (shape.ge, shape.le) if edge is not None]
    if get_origin(bare) is list:
        return _lists(get_args(bare)[0], shapes)
    raise AssertionError(f"which are the extremes of {bare}?")


def _lists(item: Any, shapes: list[Meta]) -> Values:
    """The longest and the shortest."""
    least = max((shape.min_length or 0 for shape in shapes), default=0)
    most = min(shape.max_length for shape in shapes if shape.max_length is not None)
    some = of(item) or [str(uuid.uuid4()) for _ in range(most)]
    longest = [some[n % len(some)] for n in range(most)]
    return [longest, longest[:least]]


def wanted() -> Values:
    """Requirements: everything, each at its extremes, and nothing."""
    fields = of_fields(Requirements)
    all_of = [
        {name: values[n % len(values)] for name, values in fields.items()}
        for n in range(max(map(len, fields.values())))
    ]
    return [{}, *({k: v for k, v in one.items() if v is not None} for one in all_of)]


#: verb -> field -> what it is tried with.
EXTREMES: Mapping[str, dict[str, Values]] = {
    verb: of_fields(command.ask) for verb, command in COMMANDS.items()
}
#: So many evenings meet each of them.
MOST = max(len(values) for fields in EXTREMES.values() for values in fields.values())
