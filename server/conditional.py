"""Reads of the API for who has them already: an `ETag` on each, and 304 for `If-None-Match`.

Nobody else keeps an answer (`no-store`): whoever asks anew shows the tag of the one they have.
"""

from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import async_only_middleware

from protocol.conditional import unless_known

READS = "/api/v1/"


@async_only_middleware
def conditional_reads(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponse]],
) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
    async def middleware(request: HttpRequest) -> HttpResponse:
        response = await get_response(request)
        is_read = request.method == "GET" and request.path.startswith(READS)
        if not is_read or response.status_code != 200:
            return response
        return unless_known(request, response)

    return middleware
