"""Writing frames past the ASGI server's own machinery, where the server is known.

Through `send` every frame costs daphne a pass through autobahn and two system calls to wait for
a socket that was writable all the time. A text frame of a server is a short head and the bytes
themselves; many of them can go out in one write.

What this needs of a server is not promised by it. So it is tried once at start, and looked for at
each socket; where anything is missing, frames go through `send`.
"""

import logging
import socket
import sys
from collections.abc import Awaitable, Callable
from functools import cache, partial
from typing import Any

logger = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]
#: Takes bytes of whole frames; False when the connection is gone.
Write = Callable[[bytes], bool]


def text_frame(payload: bytes) -> bytes:
    """A whole, unmasked text frame (RFC 6455, section 5.2)."""
    size = len(payload)
    if size < 126:
        return b"\x81" + bytes([size]) + payload
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def direct(send: Send) -> Write | None:
    """The way to the transport behind an ASGI `send`, or None for a server we do not know."""
    protocol = _of_daphne(send)
    if protocol is not None:
        return _daphne(protocol) if probe() else None
    protocol = _of_uvicorn(send)
    return None if protocol is None else _uvicorn(protocol)


def close(send: Send, code: int) -> bool:
    """daphne itself refuses to close with 1012 and leaves the socket open; its protocol can."""
    protocol = _of_daphne(send)
    if protocol is None or protocol.state != protocol.STATE_OPEN:
        return False
    protocol.sendCloseFrame(code=code)
    return True


def abort(send: Send) -> bool:
    """Drop the connection, whatever is still to be written; False where there is no way to it."""
    protocol = _of_daphne(send) or _of_uvicorn(send)
    transport = getattr(protocol, "transport", None)
    drop = getattr(transport, "abortConnection", None) or getattr(transport, "abort", None)
    if drop is None:
        return False
    try:
        drop()
    except Exception:
        logger.exception("a connection could not be dropped")
        return False
    return True


@cache
def probe() -> bool:
    """Whether Twisted works as `_daphne` expects: called once at start, to say so in the log."""
    if "daphne.server" not in sys.modules:
        return True
    try:
        works = _writes_in_order()
    except Exception as error:
        logger.warning("Twisted is not as expected: %r", error)
        works = False
    if not works:
        logger.warning("frames are written through daphne: slower, and the same otherwise")
    return works


def _writes_in_order() -> bool:
    """With Twisted's own transport: what waits is seen, and what is written directly arrives."""
    from twisted.internet import protocol, tcp

    class NoReactor:
        addWriter = removeWriter = addReader = removeReader = staticmethod(lambda transport: None)

    ours, theirs = socket.socketpair()
    with ours, theirs:
        transport: Any = tcp.Connection(ours, protocol.Protocol(), NoReactor())  # type: ignore[arg-type]
        transport.connected = 1
        if transport.socket is not ours or _waits(transport):
            return False
        transport.socket.send(b"1")
        transport.write(b"2")
        waited = _waits(transport)
        transport.doWrite()
        return waited and not _waits(transport) and theirs.recv(2) == b"12"


def _waits(transport: Any) -> bool:
    """Whether a transport of Twisted has not written everything yet."""
    return bool(transport.dataBuffer or transport._tempDataBuffer)


# --- servers ---------------------------------------------------------------------------------


def _of_daphne(send: Send) -> Any:
    """The connection's protocol, if the server is daphne."""
    if isinstance(send, partial) and type(send.func).__name__ == "method" and send.args:
        server = getattr(send.func, "__self__", None)
        if any(kind.__module__ == "daphne.server" for kind in type(server).__mro__):
            return send.args[0]
    return None


def _of_uvicorn(send: Send) -> Any:
    protocol = getattr(send, "__self__", None)
    known = type(protocol).__module__ == "uvicorn.protocols.websockets.websockets_sansio_impl"
    return protocol if known else None


def _has(thing: Any, *names: str) -> bool:
    return all(hasattr(thing, name) for name in names)


def _daphne(protocol: Any) -> Write | None:
    transport: Any = getattr(protocol, "transport", None)
    if type(transport).__module__ != "twisted.internet.tcp":  # TLS writes through its own
        return None
    if not _has(protocol, "state", "STATE_OPEN"):
        return None
    socket = transport.socket

    def write(data: bytes) -> bool:
        if protocol.state != protocol.STATE_OPEN:
            return False
        if transport.dataBuffer or transport._tempDataBuffer:
            transport.write(data)
            return True
        try:
            sent = socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            return False  # the reactor sees it, too, and says that the socket is gone
        if sent < len(data):
            transport.write(data[sent:])
        return True

    return write


def _uvicorn(protocol: Any) -> Write | None:
    transport: Any = getattr(protocol, "transport", None)
    if not (_has(protocol, "close_sent") and _has(transport, "is_closing", "write")):
        return None

    def write(data: bytes) -> bool:
        if protocol.close_sent or transport.is_closing():
            return False
        transport.write(data)
        return True

    return write
