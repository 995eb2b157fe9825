"""Small addresses that other programs look for: robots, scanners, password managers."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

#: Asked for anew by then; RFC 9116 wants less than a year.
CONTACT_IS_GOOD_FOR = timedelta(days=180)
ROBOTS = """\
User-agent: *
Disallow: /_allauth/
Disallow: /admin/
Disallow: /api/
Disallow: /calendar/
Disallow: /media/
Disallow: /unsubscribe/
"""


@require_safe
async def robots(request: HttpRequest) -> HttpResponse:
    return _plain(ROBOTS)


@require_safe
async def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole in this installation."""
    expires = (timezone.now() + CONTACT_IS_GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {settings.ORIGINS[0]}/.well-known/security.txt",
    ]
    return _plain("\n".join([*lines, ""]))


@require_safe
async def change_password(request: HttpRequest) -> HttpResponse:
    """Where password managers send people who want to change theirs."""
    return HttpResponseRedirect("/settings")


async def socket(request: HttpRequest) -> HttpResponse:
    """The socket's address, asked for without an upgrade."""
    headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
    text = "This is the address of a WebSocket, subprotocol callboard.v1.\n"
    return HttpResponse(text, status=426, content_type="text/plain", headers=headers)


def _plain(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


urlpatterns = [
    path("robots.txt", robots),
    path(".well-known/security.txt", security),
    path(".well-known/change-password", change_password),
    path("ws", socket),
    path("ws/", socket),
]
