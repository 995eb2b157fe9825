"""Refusing a request before it has been taken in."""

from http import HTTPStatus

import msgspec

from core.refused import Refused
from server.headers import completed

#: Seconds in which a client may still send, and nobody listens: closed at once, the connection
#: would be reset, and many clients would lose the answer.
LINGER = 2.0


def body_and_headers(refused: Refused) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    body = msgspec.json.encode(refused.as_error())
    return body, [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        *((name.lower().encode(), value.encode()) for name, value in refused.headers.items()),
    ]


def response(refused: Refused, path: str = "/") -> bytes:
    """As it goes over the wire."""
    body, headers = body_and_headers(refused)
    headers = completed(path, headers)
    phrase = HTTPStatus(refused.status).phrase
    lines = [f"HTTP/1.1 {refused.status} {phrase}".encode()]
    lines += [name.title() + b": " + value for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


#: For who was too slow: no error of the API, which was not reached.
TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
