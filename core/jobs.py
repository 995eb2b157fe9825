"""`@job`: work for the worker that survives whatever happens to the database or to the worker."""

import functools
from collections.abc import Callable
from typing import ParamSpec

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from core.connections import trusted

#: 2, 4, 8 ... seconds: in all two hours, and then a person looks at it.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)

#: How many jobs of each queue run at once in a worker. A queue waits for no other: pictures may
#: take long, and somebody may want them to.
QUEUES: dict[str, int] = {"calls": 4}
AT_ONCE = 2

Asked = ParamSpec("Asked")


def job(queue: str) -> Callable[[Callable[Asked, None]], Task[Asked, None, Asked]]:
    """Register `function(**facts)`. It can be run twice without harm, from its beginning."""
    QUEUES.setdefault(queue, AT_ONCE)

    def register(function: Callable[Asked, None]) -> Task[Asked, None, Asked]:
        @functools.wraps(function)
        def run(*args: Asked.args, **kwargs: Asked.kwargs) -> None:
            trusted()  # a connection that broke under the job before is no use to this one
            function(*args, **kwargs)

        return app.task(queue=queue, retry=PATIENTLY)(run)

    return register
