"""Who is asking over HTTP: the live sign-in behind a session cookie or an API token."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import async_only_middleware

from core.executor import in_database
from core.refused import Refused, unavailable
from people import actions, devices, queries
from people.models import SignIn, User
from protocol.api import refusal

TOUCH_EVERY = timedelta(minutes=5)
#: The only paths on which an API token makes a person. The socket has its own check.
TOKEN_PATHS = ("/api/", "/media/")
ACCOUNT_PATHS = ("/_allauth/", "/admin/", "/account/")
#: Beyond it a request about an account is answered `unavailable` at once.
LONGEST_QUEUE = 64
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
            return refusal(away)
        response = await get_response(request)
        devices.write(request, response)
        return response

    return middleware


@async_only_middleware
def account_queue(
    get_response: Callable[[HttpRequest], Response],
) -> Callable[[HttpRequest], Response]:
    """Let only so many requests about accounts be worked on at once, and so many more wait.

    Each runs in a thread of its own with a connection of its own, and most hash a password. In a
    queue, a crowd of guessers costs neither memory nor the connections that others need.
    """
    threads = asyncio.Semaphore(settings.ACCOUNT_THREADS)
    waiting = 0

    async def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal waiting
        if not request.path_info.startswith(ACCOUNT_PATHS):
            return await get_response(request)
        if waiting >= LONGEST_QUEUE:
            return refusal(unavailable())
        waiting += 1
        try:
            async with threads:
                return await get_response(request)
        finally:
            waiting -= 1

    return middleware


def sign_in_of(request: HttpRequest) -> SignIn | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = _of_token(request, token) if scheme.lower() == "bearer" else _of_session(request)
    if found is not None:
        _touch(found)
    return found


def _of_token(request: HttpRequest, token: str) -> SignIn | None:
    """The sign-in of an API token. A session cookie that comes along is not asked.

    Elsewhere a token is nobody: views of Django and allauth (the admin, the account pages) trust
    `request.user` and never ask what kind of sign-in it comes from.
    """
    allowed = request.path_info.startswith(TOKEN_PATHS)
    found = queries.sign_in_of_token(token) if allowed else None
    _set_user(request, found.user if found else AnonymousUser())
    return found


def _of_session(request: HttpRequest) -> SignIn | None:
    public_id = request.session.get("sign_in")
    found = queries.sign_in_of_session(public_id) if public_id else None
    if public_id and found is None:
        request.session.flush()
    _set_user(request, found.user if found else AnonymousUser())
    return found


def _set_user(request: HttpRequest, user: User | AnonymousUser) -> None:
    """Set both ways in which Django's views ask for the user: `user` and `auser()`."""

    async def auser() -> User | AnonymousUser:
        return user

    request.user = user
    request.auser = auser


def _touch(sign_in: SignIn) -> None:
    if sign_in.last_used_at is None or timezone.now() - sign_in.last_used_at > TOUCH_EVERY:
        actions.touch(sign_in)
