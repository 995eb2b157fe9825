"""The address in every mail that ends mails of its kind: by one click, without signing in."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.executor import in_database
from core.transaction import transaction
from notifications.actions.settings import set_preference
from notifications.kinds import KINDS, Kind, title
from people.models import User
from people.speaking import OURS, nowhere, speaking

SALT = "unsubscribe"
#: The page is plain; what it may load is its own style.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"


def path(user: User, kind: str, hat: str) -> str:
    token = signing.dumps([str(user.public_id), kind, hat], salt=SALT, compress=True)
    return f"/unsubscribe/{token}"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
async def view(request: HttpRequest, token: str) -> HttpResponse:
    """Asked with POST, by a person or by their mail program, it is done; a look does nothing."""
    return await in_database(_page, request, token)


def _page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person, kind, hat = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return nowhere(request, _("This address is not one of ours."))
    if kind not in KINDS:
        return nowhere(request, _("There are no such mails any more."))
    done = request.method == "POST"
    user = User.objects.filter(public_id=person).first()
    if done and user is not None:
        with transaction():
            set_preference(user, kind, hat, "email", on=False)
    return shown(request, user.language if user else OURS, KINDS[kind], done=done)


def shown(request: HttpRequest, language: str, kind: Kind, *, done: bool) -> HttpResponse:
    with speaking(language):
        context = {"done": done, "title": title(kind), **_said()}
        response = render(request, "notifications/unsubscribe.html", context)
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def _said() -> dict[str, str | None]:
    return {
        "language": get_language(),
        "asked": gettext("No more mails like this?"),
        "stop": gettext("Stop these mails"),
        "stopped": gettext("Done"),
        "from_now": gettext("No more mails of this kind."),
        "still": gettext(
            "You find such things in your notifications, and can have the mails back there."
        ),
        "settings": gettext("Your settings"),
    }
