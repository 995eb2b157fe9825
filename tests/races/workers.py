"""Other processes, each with connections of its own: what they do at once is really at once.

A worker does what it is told by the names of `tests.stories` (`("apply", ana.pk, call)`) or of
`tests.races.acts`, several things in threads of its own, and answers what came of each.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import pytest

from tests import budgets

#: All of them are forked from one process that has loaded the product and opened nothing.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.races.nursery"])
#: A name, and what it is called with; a person is told by their `pk`.
Act = tuple[Any, ...]


class Came(NamedTuple):
    """What came of an act: an answer, the code of a refusal, or an error that none should be."""

    answer: Any = None
    refused: str | None = None
    error: str | None = None

    @property
    def done(self) -> bool:
        return self.refused is None and self.error is None


class Worker:
    def __init__(self) -> None:
        self.pipe, theirs = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def begin(self, acts: Sequence[Act]) -> None:
        self.pipe.send(list(acts))

    def came(self) -> list[Came]:
        try:
            found: list[Came] = self.pipe.recv()
        except EOFError:
            self.process.join(5)
            raise AssertionError(f"a worker died: exit code {self.process.exitcode}") from None
        return found

    def stop(self) -> None:
        self.pipe.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()


class Crowd:
    """`begin(...)` hands the acts out in turn, one to each worker, then the next round."""

    def __init__(self, size: int) -> None:
        self.workers = [Worker() for _ in range(size)]
        for worker in self.workers:
            assert worker.came() == []  # they are ready

    def begin(self, acts: Sequence[Act]) -> "Running":
        size = len(self.workers)
        shares = [list(acts[n::size]) for n in range(size)]
        busy = [(w, share) for w, share in zip(self.workers, shares, strict=True) if share]
        for worker, share in busy:
            worker.begin(share)
        return Running([worker for worker, _ in busy], len(acts), size)

    def at_once(self, acts: Sequence[Act]) -> list[Came]:
        return self.begin(acts).came()

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()


class Running(NamedTuple):
    workers: list[Worker]
    acts: int
    size: int

    def came(self) -> list[Came]:
        """In the order of the acts."""
        shares = [worker.came() for worker in self.workers]
        return [shares[n % self.size][n // self.size] for n in range(self.acts)]


@contextmanager
def crowd(environment: dict[str, str], size: int) -> Iterator[Crowd]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (environment | budgets.ENVIRONMENT).items():
            patch.setenv(name, value)
        there = Crowd(size)
    try:
        yield there
    finally:
        there.stop()


# --- in the other process --------------------------------------------------------------------


def serve(pipe: "Connection[Any, Any]") -> None:
    from tests.races import acts

    acts.begin()
    pipe.send([])
    while True:
        try:
            wanted = pipe.recv()
        except EOFError:
            return
        pipe.send(acts.carry_out(wanted))
