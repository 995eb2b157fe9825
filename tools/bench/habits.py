"""What people do besides writing: a figure without readers flatters."""

import re
from collections.abc import Callable, Sequence
from itertools import count

from tools.bench.talk import Pair

NUMBER = re.compile(rb'"number":(\d+)')
#: Of so many texts one gets a reaction.
REACTED = 10

#: Called with a pair and the number of a text that its receiver has just got.
Habit = Callable[[Pair, int], None]
_refs = count(1_000_000)


def take_up(pairs: Sequence[Pair], *habits: Habit) -> None:
    for pair in pairs:
        pair.receiver.seen = _seen(pair, habits)


def _seen(pair: Pair, habits: Sequence[Habit]) -> Callable[[bytes], None]:
    def seen(frame: bytes) -> None:
        number = int(NUMBER.search(frame)[1])  # type: ignore[index]
        for habit in habits:
            habit(pair, number)

    return seen


def reading(pair: Pair, number: int) -> None:
    """As a screen does for every text that it shows."""
    pair.receiver.send(_asked("conversation.read", pair, f'"number":{number}'))


def typing(pair: Pair, number: int) -> None:
    """The sender begins the next text."""
    pair.sender.send(_asked("typing", pair))


def reacting(pair: Pair, number: int) -> None:
    if number % REACTED == 0:
        sign = f'"number":{number},"emoji":"\N{THUMBS UP SIGN}"'
        pair.receiver.send(_asked("message.react", pair, sign))


def _asked(verb: str, pair: Pair, *fields: str) -> bytes:
    head = f'"type":"{verb}"', f'"ref":{next(_refs)}', f'"conversation":"{pair.conversation}"'
    return f"{{{','.join([*head, *fields])}}}".encode()
