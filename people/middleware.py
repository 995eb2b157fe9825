"""Who is asking over HTTP: the live sign-in behind a session cookie or a bearer token."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import async_only_middleware

from people import actions, queries
from people.models import SignIn
from protocol.executor import in_database
from protocol.refused import Refused

TOUCH_EVERY = timedelta(minutes=5)
Response = Awaitable[HttpResponse]


@async_only_middleware
def sign_in(get_response: Callable[[HttpRequest], Response]) -> Callable[[HttpRequest], Response]:
    """Put the live sign-in, or None, on `request.sign_in`; a session that ended is signed out.

    Who it is cannot be said without the database: then it is `unavailable`.
    """

    async def middleware(request: HttpRequest) -> HttpResponse:
        try:
            request.sign_in = await in_database(sign_in_of, request)  # type: ignore[attr-defined]
        except Refused as away:
            return JsonResponse(away.as_error(), status=away.status)
        return await get_response(request)

    return middleware


def sign_in_of(request: HttpRequest) -> SignIn | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found = queries.sign_in_of_token(token)
        request.user = found.user if found else AnonymousUser()
    else:
        found = _of_session(request)
    if found is not None:
        _touch(found)
    return found


def _of_session(request: HttpRequest) -> SignIn | None:
    public_id = request.session.get("sign_in")
    if public_id is None:
        return None
    found = queries.sign_in_of_session(public_id)
    if found is None:
        request.session.flush()
        request.user = AnonymousUser()
    else:
        request.user = found.user
    return found


def _touch(sign_in: SignIn) -> None:
    if sign_in.last_used_at is None or timezone.now() - sign_in.last_used_at > TOUCH_EVERY:
        actions.touch(sign_in)
