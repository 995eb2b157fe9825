"""Figures as they are printed and kept, each beside the bound it is to keep."""

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

    def text(self) -> str:
        verdict = "met" if self.met else "missed"
        return f"Target: {self.what} {self.sign} {self.bound:,g}: {self.figure:,g}, {verdict}."


@dataclass
class Table:
    title: str
    columns: list[str]
    rows: list[list[Any]]
    note: str = ""
    goals: list[Goal] = field(default_factory=list)

    def text(self) -> str:
        lines = [f"### {self.title}", "", _line(self.columns), _line(["---"] * len(self.columns))]
        lines += [_line(row) for row in self.rows]
        lines += ["", self.note] if self.note else []
        lines += ["", *(f"- {goal.text()}" for goal in self.goals)] if self.goals else []
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        goals = [{**asdict(goal), "met": goal.met} for goal in self.goals]
        return {**asdict(self), "goals": goals}


def _line(cells: list[Any]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
