"""The appeal of people who cannot sign in: a link in a mail, and the plain page that it opens."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.executor import in_database
from core.refused import Refused
from moderation.actions import appeal_by_mail
from moderation.models import Sanction
from moderation.words import DECIDED
from protocol import texts

SALT = "appeal"
#: The page is plain; what it may load is its own style.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
LONGEST = 2000

SAID = {
    "en": {
        "until": "Until {until}.",
        "ask": "If you think that this is wrong, write why. Somebody will look at it again.",
        "send": "Appeal",
        "sent": "Your appeal was sent. You get the answer by mail.",
        "answer": "The answer to your appeal:",
        "link": "You can appeal here, once:",
    },
    "de": {
        "until": "Bis {until}.",
        "ask": "Hältst du das für falsch, dann schreib warum. Jemand sieht es sich noch einmal an.",
        "send": "Widersprechen",
        "sent": "Dein Widerspruch ist angekommen. Die Antwort kommt per Mail.",
        "answer": "Die Antwort auf deinen Widerspruch:",
        "link": "Hier kannst du einmal widersprechen:",
    },
}


def path(sanction: Sanction) -> str:
    return f"/appeal/{signing.dumps(str(sanction.public_id), salt=SALT)}"


def context_of(sanction: Sanction) -> dict[str, object]:
    language = sanction.person.language if sanction.person.language in SAID else "en"
    said = SAID[language]
    until = f"{sanction.ends_at:%Y-%m-%d %H:%M} UTC" if sanction.ends_at else ""
    return {
        "language": language,
        "title": DECIDED[language][sanction.kind],
        "words": sanction.words,
        "until_said": said["until"].format(until=until) if until else "",
        "appealed": sanction.appealed_at is not None,
        "given": sanction.answer,
        "longest": LONGEST,
        **said,
    }


def letter(sanction: Sanction) -> EmailMessage:
    """Why, until when, and where to appeal; or the answer to the appeal."""
    context = context_of(sanction) | {"url": settings.ORIGINS[0] + path(sanction)}
    return EmailMessage(
        subject=texts.header(f"Callboard: {context['title']}"),
        body=render_to_string("moderation/letter.txt", context),
        to=[sanction.person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


@csrf_exempt  # the signed address says who is asking; no cookie is looked at
@require_http_methods(["GET", "HEAD", "POST"])
async def view(request: HttpRequest, token: str) -> HttpResponse:
    try:
        public_id = UUID(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return HttpResponse("This address is not one of ours.", status=404)
    problem = ""
    if request.method == "POST":
        problem = await in_database(_appeal, public_id, request.POST.get("text", ""))
    sanction = await in_database(_found, public_id)
    if sanction is None:
        return HttpResponse("This decision is not there any more.", status=404)
    context = context_of(sanction) | {"problem": problem}
    response = await in_database(render, request, "moderation/appeal.html", context)
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def _found(public_id: UUID) -> Sanction | None:
    return Sanction.objects.select_related("person").filter(public_id=public_id).first()


def _appeal(public_id: UUID, text: str) -> str:
    """The sentence for the page where it was refused."""
    sanction = _found(public_id)
    try:
        if sanction is not None:
            appeal_by_mail(sanction, text[:LONGEST])
    except Refused as refused:
        return refused.message
    return ""
