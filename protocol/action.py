"""`@action`: what every verb does around its own few lines."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from django.db import DatabaseError, connection

from core.refused import unavailable
from core.transaction import is_collision, is_passing, transaction
from protocol.commands import claim, remember
from protocol.wire import Keyed, Result, Verb

ATTEMPTS = 3

Guard = Callable[[Verb, Any], None]

_guards: list[Guard] = []


def guard(function: Guard) -> Guard:
    """Register `function(ask, by)`, which refuses what this person may not ask for at all."""
    _guards.append(function)
    return function


Ask = TypeVar("Ask", bound=Verb)
Answer = TypeVar("Answer", bound=Result)
Rest = ParamSpec("Rest")


def action(
    function: Callable[Concatenate[Ask, Rest], Answer],
) -> Callable[Concatenate[Ask, Rest], Answer]:
    """Make `function(ask, *, by)` a verb: one transaction, once per key, published on commit.

    A keyed verb claims its key first and stores its answer last, both in the transaction of
    the effect; the same key again gets the stored answer. A collision with another transaction
    is tried again here; a database that is busy or away is `Refused("unavailable")`.
    """
    attempt_once = _in_one_transaction(function)

    def run(ask: Ask, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer: Answer = attempt_once(ask, *args, **kwargs)
                return answer
            except DatabaseError as error:
                if is_collision(error) and attempt < ATTEMPTS:
                    continue
                if is_collision(error) or is_passing(error):
                    connection.close_if_unusable_or_obsolete()
                    raise unavailable() from error
                raise
        raise AssertionError("unreachable")

    functools.update_wrapper(run, function)
    return run


def _in_one_transaction(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.cache
    def answer_type() -> type[Result]:
        return get_type_hints(function)["return"]  # type: ignore[no-any-return]

    def once(ask: Verb, **kwargs: Any) -> Result:
        with transaction():
            for may in _guards:
                may(ask, kwargs["by"])
            if not isinstance(ask, Keyed):
                return function(ask, **kwargs)  # type: ignore[no-any-return]
            by = kwargs["by"]
            stored = claim(ask, by=by.pk, answer=answer_type())
            if stored is not None:
                return stored
            answer = function(ask, **kwargs)
            remember(ask, by=by.pk, answer=answer)
            return answer  # type: ignore[no-any-return]

    return once
