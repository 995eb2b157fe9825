"""Browsers from which somebody has signed in before: a signed cookie says whose they are.

Such a browser is no news to its owner, and guesses from elsewhere do not count against it. It is
known until the password changes.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from people.models import User

SALT = "device"
AGE = 365 * 86_400
#: People who share a browser; the one who was here longest ago is forgotten.
MOST = 5


def name() -> str:
    return "__Host-device" if settings.HTTPS else "device"


def cookie(request: HttpRequest) -> str:
    return str(request.COOKIES.get(name(), ""))


def is_known(request: HttpRequest, user: User) -> bool:
    return _known(request).get(str(user.public_id)) == _password_of(user)


def remember(request: HttpRequest, user: User) -> None:
    """With the answer to this request: the owner of this account has been here."""
    request.device_of = user  # type: ignore[attr-defined]


def write(request: HttpRequest, response: HttpResponse) -> None:
    user: User | None = getattr(request, "device_of", None)
    if user is None:
        return
    others = {id: seal for id, seal in _known(request).items() if id != str(user.public_id)}
    kept = dict(list(others.items())[-(MOST - 1) :]) | {str(user.public_id): _password_of(user)}
    response.set_cookie(
        name(),
        signing.dumps(kept, salt=SALT),
        max_age=AGE,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(cookie(request), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
    return known


def _password_of(user: User) -> str:
    """Changes with the password, and says nothing about it."""
    return user.get_session_auth_hash()[:16]
