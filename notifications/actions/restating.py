"""Lines of people's lists that are about something that has changed since: told as it is now."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from core import clock
from core.transaction import transaction
from notifications import words
from notifications.actions.noticing import publish_lines
from notifications.models import Notification
from people import actions as people

CHUNK = 200


def restate(abouts: Sequence[str], after: int) -> int | None:
    """Tell the next lines about these things anew; the id to go on from, or None at the end.

    What is over needs nobody's attention any more: it counts as read.
    """
    with transaction():
        of = Notification.objects.filter(about__in=abouts)
        found = list(of.filter(pk__gt=after).order_by("pk").values_list("pk", "user_id")[:CHUNK])
        people.lock({user for _, user in found})
        lines = list(of.filter(pk__in=[pk for pk, _ in found]).order_by("user_version"))
        changed = _changed(lines)
        if changed:
            following = people.next_versions(Counter(line.user_id for line in changed))
            for line in changed:
                line.user_version = following[line.user_id]
                following[line.user_id] += 1
            Notification.objects.bulk_update(changed, ["data", "read_at", "user_version"])
            publish_lines(changed)
    return found[-1][0] if len(found) == CHUNK else None


def _changed(lines: Sequence[Notification]) -> list[Notification]:
    of_kind: dict[str, list[Notification]] = defaultdict(list)
    for line in lines:
        of_kind[line.kind].append(line)
    changed, now = [], clock.now()
    for kind, some in of_kind.items():
        told = [words.Told(line.user_id, line.about, line.data) for line in some]
        over = words.not_any_more(kind, [line for line in some if line.read_at is None])
        for line, facts in zip(some, words.as_it_is(kind, told), strict=True):
            read = over.get(line.pk) == "over"
            if read or _told(line.data) != _told(facts):
                line.data = facts
                line.read_at = now if read else line.read_at
                changed.append(line)
    return sorted(changed, key=lambda line: line.user_version)


def _told(facts: words.Facts) -> words.Facts:
    """Without the moment at which it was said."""
    return {name: value for name, value in facts.items() if name != "said_at"}
