"""The address in every mail that ends mails of its kind: by one click, without signing in."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.executor import in_database
from core.transaction import transaction
from notifications.actions.settings import set_preference
from notifications.kinds import KINDS, Hat, title
from people.models import User

SALT = "unsubscribe"
#: The page is plain; what it may load is its own style.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"

SAID = {
    "en": {
        "asked": "No more mails like this?",
        "stop": "Stop these mails",
        "stopped": "Done",
        "from_now": "No more mails of this kind.",
        "still": "You find such things in your notifications, and can have the mails back there.",
        "settings": "Your settings",
    },
    "de": {
        "asked": "Keine solchen Mails mehr?",
        "stop": "Keine mehr schicken",
        "stopped": "Erledigt",
        "from_now": "Keine Mails dieser Art mehr.",
        "still": "Du findest so etwas weiter bei deinen Benachrichtigungen; dort lassen sich die"
        " Mails auch wieder einschalten.",
        "settings": "Deine Einstellungen",
    },
}


def path(user: User, kind: str, hat: str) -> str:
    token = signing.dumps([str(user.public_id), kind, hat], salt=SALT, compress=True)
    return f"/unsubscribe/{token}"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
async def view(request: HttpRequest, token: str) -> HttpResponse:
    """Asked with POST, by a person or by their mail program, it is done; a look does nothing."""
    try:
        person, kind, hat = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return HttpResponse("This address is not one of ours.", status=404)
    if kind not in KINDS:
        return HttpResponse("There are no such mails any more.", status=404)
    done = request.method == "POST"
    language = await in_database(_unsubscribe if done else _language, person, kind, hat)
    context = {"done": done, "language": language, "title": title(KINDS[kind], language)}
    context |= SAID.get(language, SAID["en"])
    response = await in_database(render, request, "notifications/unsubscribe.html", context)
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def _language(person: str, kind: str, hat: Hat) -> str:
    known = User.objects.filter(public_id=person).values_list("language", flat=True)
    return known.first() or "en"


def _unsubscribe(person: str, kind: str, hat: Hat) -> str:
    with transaction():
        user = User.objects.filter(public_id=person).first()
        if user is not None:
            set_preference(user, kind, hat, "email", on=False)
    return _language(person, kind, hat)
