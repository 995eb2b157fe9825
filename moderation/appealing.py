"""The appeal of people who cannot sign in: a link in a mail, and the plain page that it opens."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.executor import in_database
from core.refused import Refused
from moderation.actions import appeal_by_mail
from moderation.models import Sanction
from moderation.words import DECIDED
from people.speaking import nowhere, speaking
from protocol import texts

SALT = "appeal"
#: The page is plain; what it may load is its own style.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
LONGEST = 2000

#: Refusals that the page can show.
PROBLEMS = (
    _("Write why the decision should be changed."),
    _("There is a character in it that cannot be shown."),
)


def path(sanction: Sanction) -> str:
    return f"/appeal/{signing.dumps(str(sanction.public_id), salt=SALT)}"


def context_of(sanction: Sanction) -> dict[str, object]:
    """In the language that is spoken."""
    ask = gettext("If you think that this is wrong, write why. Somebody will look at it again.")
    return {
        "language": get_language(),
        "title": gettext(DECIDED[sanction.kind]),
        "words": sanction.words,
        "until_said": _until(sanction.ends_at) if sanction.ends_at else "",
        "appealed": sanction.appealed_at is not None,
        "given": sanction.answer,
        "longest": LONGEST,
        "ask": ask,
        "send": gettext("Appeal"),
        "sent": gettext("Your appeal was sent. You get the answer by mail."),
        "answer": gettext("The answer to your appeal:"),
        "link": gettext("You can appeal here, once:"),
    }


def _until(ends_at: datetime) -> str:
    until = date_format(ends_at, pgettext("date format", "j F Y, H:i"))
    return gettext("Until {until}.").format(until=f"{until} UTC")


def letter(sanction: Sanction) -> EmailMessage:
    """Why, until when, and where to appeal; or the answer to the appeal."""
    with speaking(sanction.person.language):
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
    text = request.POST.get("text", "") if request.method == "POST" else None
    return await in_database(_page, request, token, text)


def _page(request: HttpRequest, token: str, text: str | None) -> HttpResponse:
    try:
        public_id = UUID(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return nowhere(request, _("This address is not one of ours."))
    problem = "" if text is None else _appeal(public_id, text)
    sanction = _found(public_id)
    if sanction is None:
        return nowhere(request, _("This decision is not there any more."))
    return shown(request, sanction, problem)


def shown(request: HttpRequest, sanction: Sanction, problem: str) -> HttpResponse:
    with speaking(sanction.person.language):
        context = context_of(sanction) | {"problem": gettext(problem)}
        response = render(request, "moderation/appeal.html", context)
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
