"""Web processes that tests share: starting one takes 3 s of processor time."""

from collections.abc import Callable
from pathlib import Path

from tests.processes import Web

WebWith = Callable[..., Web]
#: More at once would take too many connections, and each listens to everything that is published.
MOST = 5


class KeptWebs:
    """`kept.web("daphne", PING_AFTER=1)` is one process for all tests that ask for the same."""

    def __init__(self, environment: dict[str, str], logs: Path) -> None:
        self.environment = environment
        self.logs = logs
        #: The one that has been asked for last comes last.
        self.started: dict[tuple[str, ...], Web] = {}
        self.count = 0

    def web(self, server: str, **limits: float) -> Web:
        key = (server, *sorted(f"{name}={value}" for name, value in limits.items()))
        web = self.started.pop(key, None)
        if web is None or not web.alive():
            while len(self.started) >= MOST:
                self.started.pop(next(iter(self.started))).stop()
            web = self.start(server, limits)
        self.started[key] = web
        return web

    def start(self, server: str, limits: dict[str, float]) -> Web:
        own = {f"CALLBOARD_LIMIT_{name}": str(value) for name, value in limits.items()}
        self.count += 1
        environment = self.environment | own | {"ASGI_SERVER": server}
        web = Web(environment, log=self.logs / f"web-with-limits-{self.count}.log")
        try:
            web.wait()
        except BaseException:
            web.stop()
            raise
        return web

    def stop(self) -> None:
        for web in self.started.values():
            web.stop()
