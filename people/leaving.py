"""Signing in to an account that is closed because its person leaves: it can still be kept.

Who shows the password is remembered for a little while, in the session of their browser; keeping
the account signs nobody in, so a second factor is asked for afterwards as always.
"""

import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from core.executor import in_database
from core.refused import Refused
from people.actions import leaving
from people.models import User
from protocol.api import refusal

SESSION_KEY = "leaving"
#: Seconds in which the question can be answered.
ASKED_FOR = 900


def ask(request: HttpRequest, user: User) -> HttpResponse:
    assert user.erase_at is not None
    request.session[SESSION_KEY] = [str(user.public_id), time.time()]
    day = f"{user.erase_at:%Y-%m-%d}"
    message = f"This account is closed, and will be erased on {day}. You can still keep it."
    error = {"code": "account_leaving", "message": message}
    return JsonResponse({"status": 403, "errors": [error]}, status=403)


@require_POST
async def keep(request: HttpRequest) -> HttpResponse:
    """`POST /account/keep`, in the browser that has just shown the password."""
    try:
        await in_database(_keep, request)
    except Refused as refused:
        return refusal(refused)
    return JsonResponse({})


def _keep(request: HttpRequest) -> None:
    person, at = request.session.pop(SESSION_KEY, ("", 0))
    user = User.objects.filter(public_id=person).first() if person else None
    if user is None or time.time() - at > ASKED_FOR:
        raise Refused("forbidden", "Sign in first.")
    leaving.keep_account(user)
