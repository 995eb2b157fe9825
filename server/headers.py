"""The headers of every HTTP answer, whoever gives it: Django, a file of the client, an error."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

Application = Callable[..., Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

#: For anything that is not a page: nothing runs, nothing is framed.
CLOSED = "default-src 'none'; frame-ancestors 'none'"
#: Pages that bring scripts and styles with them. Only the admin needs more than files of this
#: origin: its interface evaluates expressions in its templates.
_OWN = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
_OWN += "; form-action 'self'; frame-ancestors 'none'; style-src 'self' 'unsafe-inline'"
PAGES = {
    "/admin/": f"{_OWN}; script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "/api/docs": f"{_OWN}; script-src 'self'",
    "/mailbox/": f"{_OWN}; script-src 'none'",
    # A worker is bound by the policy of its own script: it fetches the files of the client.
    "/service-worker.js": f"{CLOSED}; connect-src 'self'",
}
#: Never kept by anybody, unless an answer says otherwise.
PRIVATE = (
    *("/api/", "/_allauth/", "/account/", "/admin/", "/media/", "/demo/", "/mailbox/"),
    *("/appeal/", "/calendar/", "/unsubscribe/"),  # their addresses are secrets
)
BROKEN = b"Something went wrong on our side."


def with_headers(application: Application) -> Application:
    """Complete the headers of each answer; an exception is answered with a bare 500."""

    async def complete(scope: Any, receive: Any, send: Any) -> None:
        started = False

        async def send_complete(message: Any) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                given = message.get("headers", ())
                message = {**message, "headers": completed(scope["path"], given)}
            await send(message)

        try:
            await application(scope, receive, send_complete)
        except Exception:
            if started:
                raise
            logger.exception("an answer failed")
            plain = [(b"content-type", b"text/plain")]
            await send_complete({"type": "http.response.start", "status": 500, "headers": plain})
            await send({"type": "http.response.body", "body": BROKEN})

    return complete


def completed(path: str, given: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The given headers, and each of ours that is not among them."""
    headers = [(bytes(name).lower(), bytes(value)) for name, value in given]
    present = {name for name, _ in headers}
    return headers + [pair for pair in _wanted(path) if pair[0] not in present]


def _wanted(path: str) -> Headers:
    policies = (policy for prefix, policy in PAGES.items() if path.startswith(prefix))
    wanted = {
        "content-security-policy": next(policies, CLOSED),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=()",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    if settings.HTTPS:
        # Behind a proxy that ends TLS every request looks like plain HTTP; browsers ignore the
        # header where it really is.
        wanted["strict-transport-security"] = f"max-age={settings.HSTS_SECONDS}"
    if path.startswith(PRIVATE):
        wanted["cache-control"] = "no-store"
    return [(name.encode(), value.encode()) for name, value in wanted.items()]
