"""How fast anybody may read over HTTP: by person, and visitors by their address.

What changes something takes its tokens elsewhere (`protocol.buckets.people`), and is told here how
many are left, as every read is. Files do not reach Django, and probes are answered before.
"""

from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import async_only_middleware

from protocol import addresses, buckets
from protocol.api import refusal
from protocol.buckets import Bucket

Response = Awaitable[HttpResponse]

READS = ("GET", "HEAD", "OPTIONS")
#: Where it is told how many tokens are left.
API = ("/api/", "/media/")
#: A page shows dozens of these at once.
CHEAP = ("/media/", "/avatars/")
#: These look at many rows, however few they find.
COSTLY = ("directory", "match", "people", "posts", "search")


@async_only_middleware
def bounded_reads(
    get_response: Callable[[HttpRequest], Response],
) -> Callable[[HttpRequest], Response]:
    async def middleware(request: HttpRequest) -> HttpResponse:
        bucket = bucket_of(request)
        after_ms = bucket.take(cost_of(request.path)) if bucket and request.method in READS else 0
        if after_ms:
            response: HttpResponse = refusal(buckets.rate_limited(after_ms))
        else:
            response = await get_response(request)
        if bucket and request.path.startswith(API):
            for name, value in bucket.headers().items():
                response[name] = value
        return response

    return middleware


def bucket_of(request: HttpRequest) -> Bucket | None:
    """Whose tokens it takes. Visitors change nothing, and have no bucket for it."""
    sign_in = request.sign_in  # type: ignore[attr-defined]
    reads = request.method in READS
    if sign_in is not None:
        return (buckets.readers if reads else buckets.people).of(sign_in.user_id)
    household = addresses.household(addresses.of_request(request))
    return buckets.visitors.of(household) if reads else None


def cost_of(path: str) -> float:
    if path.startswith(CHEAP):
        return 0.25
    return 5 if path.removeprefix("/api/v1/") in COSTLY else 1
