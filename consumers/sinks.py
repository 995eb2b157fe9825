"""Writing frames past the ASGI server's own machinery, where the server is known.

Through `send` every frame costs daphne a pass through autobahn and two system calls to wait for
a socket that was writable all the time. A text frame of a server is a short head and the bytes
themselves; many of them can go out in one write.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

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
        return _daphne(protocol)
    protocol = getattr(send, "__self__", None)
    if type(protocol).__module__ == "uvicorn.protocols.websockets.websockets_sansio_impl":
        return _uvicorn(protocol)
    return None


def close(send: Send, code: int) -> bool:
    """daphne itself refuses to close with 1012 and leaves the socket open; its protocol can."""
    protocol = _of_daphne(send)
    if protocol is None or protocol.state != protocol.STATE_OPEN:
        return False
    protocol.sendCloseFrame(code=code)
    return True


def _of_daphne(send: Send) -> Any:
    """The connection's protocol, if the server is daphne."""
    if isinstance(send, partial) and type(send.func).__name__ == "method" and send.args:
        server = getattr(send.func, "__self__", None)
        if type(server).__module__ == "daphne.server":
            return send.args[0]
    return None


def _daphne(protocol: Any) -> Write | None:
    transport = protocol.transport
    if type(transport).__module__ != "twisted.internet.tcp":  # TLS writes through its own
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


def _uvicorn(protocol: Any) -> Write:
    transport = protocol.transport

    def write(data: bytes) -> bool:
        if protocol.close_sent or transport.is_closing():
            return False
        transport.write(data)
        return True

    return write
