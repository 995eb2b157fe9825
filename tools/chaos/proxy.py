"""A bad line: between the product and a server, it forwards, loses, goes silent or is cut."""

import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs, unquote, urlsplit

CHUNK = 1 << 20


class Link:
    """One connection through the proxy."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        #: What the server answers from now on reaches nobody.
        self.swallows_answers = False

    @property
    def given_up(self) -> bool:
        """Whether the server has closed its end, also while nothing moves here."""
        poll = select.poll()
        poll.register(self.far, select.POLLRDHUP)
        return bool(poll.poll(0))

    def cut(self) -> None:
        for end in (self.near, self.far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


#: Sees what passes in one direction; returns what to forward.
Rule = Callable[[Link, bytes], bytes]


def forward(link: Link, data: bytes) -> bytes:
    return data


class Proxy:
    def __init__(self, target: str) -> None:
        """`target`: a URL of PostgreSQL, Redis or the web, on a Unix socket or a port."""
        self.target = target
        #: For what goes to the server, and for what it answers.
        self.rule: Rule = forward
        self.answers: Rule = forward
        self.links: list[Link] = []
        #: While it is not set, nothing moves in either direction, and nobody is told.
        self.open = threading.Event()
        self.open.set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def well(self) -> None:
        """A good line again, for those that are there and those to come."""
        self.rule = self.answers = forward
        self.open.set()

    def cut(self) -> None:
        for link in self.links:
            link.cut()

    def close(self) -> None:
        self.open.set()
        # Only this wakes a thread that waits in accept().
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for link in self.links:
            link.cut()
            link.near.close()
            link.far.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        """While the server is away, who comes is sent away; the next one may be lucky."""
        try:
            link = Link(near, connect(self.target))
        except OSError:
            near.close()
            return
        self.links.append(link)
        for pump in (self._ask, self._answer):
            threading.Thread(target=pump, args=(link,), daemon=True).start()

    def _ask(self, link: Link) -> None:
        with suppress(OSError):
            while data := link.near.recv(CHUNK):
                self.open.wait()
                link.far.sendall(self.rule(link, data))
        link.cut()

    def _answer(self, link: Link) -> None:
        with suppress(OSError):
            while data := link.far.recv(CHUNK):
                self.open.wait()
                data = self.answers(link, data)
                if not link.swallows_answers:
                    link.near.sendall(data)
        link.cut()


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    folder = parse_qs(parts.query).get("host", [""])[0]
    if folder:
        return _unix(f"{folder}/.s.PGSQL.5432")
    if parts.scheme == "unix":
        return _unix(unquote(parts.path))
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432))


def _unix(path: str) -> socket.socket:
    end = socket.socket(socket.AF_UNIX)
    end.connect(path)
    return end
