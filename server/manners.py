"""What HTTP asks of every address: HEAD, OPTIONS, `Allow`, `Retry-After`."""

from collections.abc import Iterable
from typing import Any

from server.headers import Application, Headers

#: Statuses that say "later", for answers that do not say when.
LATER = {429, 503}


def with_manners(application: Application) -> Application:
    """HEAD is GET without its body; OPTIONS is answered with what a 405 names in `Allow`."""

    async def mannered(scope: Any, receive: Any, send: Any) -> None:
        asked = scope["method"]
        silent = asked == "HEAD"

        async def send_mannered(message: Any) -> None:
            nonlocal silent
            if message["type"] == "http.response.start":
                message = _start(asked, message)
                silent = silent or message["status"] == 204
            elif silent and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if asked == "HEAD":
            scope = {**scope, "method": "GET"}
        scope = {**scope, "headers": [_plain_errors(*pair) for pair in scope["headers"]]}
        await application(scope, receive, send_mannered)

    return mannered


def _plain_errors(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Who accepts errors as RFC 9457 has them can read ours, which are JSON as well."""
    if name == b"accept":
        value = value.replace(b"application/problem+json", b"application/json")
    return name, value


def _start(asked: str, message: Any) -> Any:
    status, headers = message["status"], _lowered(message.get("headers", ()))
    names = dict(headers)
    if b"allow" in names and (status == 405 or asked == "OPTIONS"):
        allowed = ("allow", _allowed(names[b"allow"].decode()))
        headers = _replaced(headers, allowed)
        if asked == "OPTIONS":
            bodiless = [pair for pair in headers if not pair[0].startswith(b"content-")]
            return {**message, "status": 204, "headers": bodiless}
    if status in LATER and b"retry-after" not in names:
        headers = _replaced(headers, ("retry-after", "1"))
    return {**message, "headers": headers}


def _allowed(methods: str) -> str:
    """`GET` brings `HEAD`, and every address answers `OPTIONS`."""
    named = {method.strip().upper() for method in methods.split(",")} - {""}
    more = {"HEAD", "OPTIONS"} if "GET" in named else {"OPTIONS"}
    return ", ".join(sorted(named | more))


def _lowered(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return [(bytes(name).lower(), bytes(value)) for name, value in headers]


def _replaced(headers: Headers, pair: tuple[str, str]) -> Headers:
    name, value = (text.encode() for text in pair)
    return [(n, v) for n, v in headers if n != name] + [(name, value)]
