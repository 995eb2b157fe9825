"""What it costs a day to make people hear of one who do not know one."""

from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "message",
    "offer",
    "invitation",
    "application",
    "call",
    "group",
    "mention",
    "follow",
    "report",
]
KINDS: tuple[str, ...] = get_args(Kind)


class Cost(NamedTuple):
    """In tenths of a first message. `again`: of the same act about the same thing on one day,
    which costs also among people who know each other; None: it is as cheap as the first.
    """

    first: int
    again: int | None = None


COSTS: dict[Kind, Cost] = {
    "message": Cost(10),
    "offer": Cost(10, again=10),
    "invitation": Cost(10, again=10),
    "application": Cost(5, again=10),
    "call": Cost(5, again=10),
    "group": Cost(0, again=10),
    "mention": Cost(2),
    "follow": Cost(1),
    "report": Cost(5, again=10),
}
assert COSTS.keys() == set(KINDS)
