"""Pictures over HTTP: bytes in, bytes out, each time asked who may see them."""

from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from conversations import shelf
from conversations.actions.images import take_in
from conversations.queries import images
from core.executor import in_database
from core.refused import Refused, beyond_scope, not_found
from people.models import SignIn, User
from protocol import buckets
from protocol.api import refusal

#: Kept by the browser, and asked about anew each time: who may not see it any more, does not.
DELIVERED = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@csrf_exempt  # asked below, for those who come with a cookie
async def upload(request: HttpRequest) -> HttpResponseBase:
    """`POST /media/images`: the bytes of a picture, and nothing else, as the body."""
    if request.method != "POST":
        wrong = Refused("method_not_allowed", "Send a picture here with POST.")
        return refusal(wrong, headers={"Allow": "POST"})
    try:
        return _json(await _upload(request))
    except Refused as refused:
        return refusal(refused)


async def _upload(request: HttpRequest) -> Any:
    sign_in = _signed_in(request, "talk")
    if sign_in.kind == SignIn.SESSION and _is_forged(request):
        raise Refused("forbidden", "This did not come from a page of ours.")
    after = buckets.people.take(sign_in.user_id)
    if after:
        raise buckets.rate_limited(after)
    length = int(request.headers.get("Content-Length") or 0)
    if length > settings.LIMITS.image_bytes:
        raise Refused("too_large", "A picture may have 10 MB.")
    image = await in_database(
        take_in, request.read(settings.LIMITS.image_bytes + 1), by=sign_in.user
    )
    return images.state(image)


@require_safe
async def deliver(request: HttpRequest, image: UUID, face: shelf.Face) -> HttpResponseBase:
    """`GET /media/images/<id>/large` or `/small`."""
    try:
        user: User = _signed_in(request, "read").user
        found = await in_database(images.shown, image, to=user)
    except Refused as refused:
        return refusal(refused)
    tag = f'"{found.public_id}-{face}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=DELIVERED | {"ETag": tag})
    try:
        body = shelf.file_of(found.public_id, face).read_bytes()
    except FileNotFoundError:
        return refusal(not_found())
    return HttpResponse(body, content_type="image/jpeg", headers=DELIVERED | {"ETag": tag})


def _signed_in(request: HttpRequest, scope: str) -> SignIn:
    sign_in: SignIn | None = getattr(request, "sign_in", None)
    if sign_in is None:
        raise Refused("signed_out", "Sign in first.")
    if not sign_in.may(scope):
        raise beyond_scope(scope)
    return sign_in


def _is_forged(request: HttpRequest) -> bool:
    check = CsrfViewMiddleware(_nothing)
    check.process_request(request)
    return check.process_view(request, _nothing, (), {}) is not None


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _json(body: Any) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(body), content_type="application/json")
