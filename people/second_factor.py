"""The second step of signing in: an authenticator app, a passkey, or a recovery code."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from people.models import SignIn, User


def of(user: User) -> QuerySet[Authenticator]:
    """What the sign-in asks for. Recovery codes only stand in for one of these."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=kinds)
    return found


def was_shown(request: HttpRequest) -> bool:
    """Whether this sign-in has shown a second factor: when it began, or by adding one itself.

    A sign-in of before does not count as one: adding a factor ends the others.
    """
    sign_in: SignIn | None = getattr(request, "sign_in", None)
    if sign_in is None or sign_in.kind != SignIn.SESSION or not of(sign_in.user).exists():
        return False
    records = get_authentication_records(request, sign_in.user)
    shown = any(record.get("method") == "mfa" for record in records)
    return shown or of(sign_in.user).filter(created_at__gte=sign_in.created_at).exists()


def app_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of an authenticator app that is being set up in this browser."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not (request.user.is_authenticated and secret):
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(
        picture, content_type="image/svg+xml", headers={"Cache-Control": "no-store"}
    )
