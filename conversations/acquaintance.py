"""Whether two people are strangers to each other; the rooms above know of what they share."""

from collections.abc import Callable

Bond = Callable[[int, int], bool]

_bonds: list[Bond] = []


def bond(shared: Bond) -> Bond:
    """Register a reason for two people, by id, to be acquainted: a booking, a mutual follow."""
    _bonds.append(shared)
    return shared


def are_acquainted(one: int, other: int) -> bool:
    return any(shared(one, other) for shared in _bonds)
