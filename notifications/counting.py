"""How much is new for somebody wherever it stands: the number on the icon of the app."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from notifications import queries

Count = Callable[[Collection[int]], Mapping[int, int]]

_counts: list[Count] = [queries.unread]


def counts(count: Count) -> Count:
    """Register `function(people)`: how much is new for each in a room above."""
    _counts.append(count)
    return count


def unread(people: Collection[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for count in _counts:
        found += Counter(count(people))
    return found
