"""Headers for every answer that does not bring its own."""

from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import async_only_middleware

Response = Awaitable[HttpResponse]

#: For anything that is no page of ours: nothing runs, nothing is framed.
CLOSED = "default-src 'none'; frame-ancestors 'none'"
#: The admin and the API's own page bring scripts and styles with them.
OPEN = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'"
    " 'unsafe-eval'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'"
)


@async_only_middleware
def security_headers(
    get_response: Callable[[HttpRequest], Response],
) -> Callable[[HttpRequest], Response]:
    async def middleware(request: HttpRequest) -> HttpResponse:
        response = await get_response(request)
        pages = request.path.startswith(("/admin/", "/api/docs", "/mailbox"))
        response.headers.setdefault("Content-Security-Policy", OPEN if pages else CLOSED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=()")
        if request.path.startswith(("/api/", "/_allauth/", "/admin/")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
