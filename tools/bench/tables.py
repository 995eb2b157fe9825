"""Figures as they are printed and kept, each beside the bound it is to keep."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Goal:
    what: str
    figure: float
    sign: Literal[">=", "<="]
    bound: float

    @property
    def met(self) -> bool:
        return self.figure >= self.bound if self.sign == ">=" else self.figure <= self.bound

    @property
    def verdict(self) -> str:
        return "met" if self.met else "missed"

    def text(self) -> str:
        bound = f"{self.what} {self.sign} {self.bound:,g}"
        return f"Target: {bound}: {self.figure:,g}, {self.verdict}."


@dataclass
class Table:
    title: str
    columns: list[str]
    rows: list[list[Any]]
    note: str = ""
    goals: list[Goal] = field(default_factory=list)

    def text(self) -> str:
        lines = [f"### {self.title}", "", line(self.columns), line(["---"] * len(self.columns))]
        lines += [line(row) for row in self.rows]
        lines += ["", self.note] if self.note else []
        lines += ["", *(f"- {goal.text()}" for goal in self.goals)] if self.goals else []
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        goals = [{**asdict(goal), "met": goal.met} for goal in self.goals]
        return {**asdict(self), "goals": goals}


def line(cells: Sequence[Any]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
