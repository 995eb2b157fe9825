"""Who hears of reports and decisions: the moderators, the reporter, the person concerned."""

from collections.abc import Iterable

from moderation.models import Report, Sanction
from notifications.actions.noticing import Notice
from people.models import User


def arrived(report: Report, moderators: Iterable[User]) -> list[Notice]:
    data = {"type": "report.arrived", "thing": report.thing, "handle": report.person.handle}
    return _to_moderators(moderators, f"report.{report.public_id}", data)


def appealed(sanction: Sanction, moderators: Iterable[User]) -> list[Notice]:
    data = {"type": "appeal.arrived", "thing": sanction.kind, "handle": sanction.person.handle}
    return _to_moderators(moderators, f"sanction.{sanction.public_id}", data)


def _to_moderators(moderators: Iterable[User], about: str, data: dict[str, str]) -> list[Notice]:
    key = f"{data['type']}/{about}"
    return [Notice(one.pk, "report.arrived", about, key, data, "any") for one in moderators]


def closed(report: Report) -> Notice:
    """The reporter hears that somebody has looked, and whether anything was done."""
    about = f"report.{report.public_id}"
    data = {
        "type": "report.closed",
        "thing": report.thing,
        "acted": report.decision != "none",
    }
    return Notice(report.reporter_id, "report.closed", about, f"{about}/closed", data, "any")


def sanctioned(sanction: Sanction) -> Notice:
    about = f"sanction.{sanction.public_id}"
    ends_at = sanction.ends_at.isoformat() if sanction.ends_at else None
    data = {"type": "sanction", "kind": sanction.kind, "ends_at": ends_at, "words": sanction.words}
    return Notice(sanction.person_id, "staff.decided", about, f"{about}/begun", data, "any")


def answered(sanction: Sanction) -> Notice:
    about = f"sanction.{sanction.public_id}"
    data = {"type": "appeal.answered", "kind": sanction.kind, "words": sanction.answer}
    return Notice(sanction.person_id, "staff.decided", about, f"{about}/answered", data, "any")
