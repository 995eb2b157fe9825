"""Mails about an account. The worker writes them, so that no link lies about in a job's row."""

from datetime import date
from math import ceil

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, npgettext, pgettext

from people import addresses
from people.letters import Letter, letter
from people.models import AccountChange, User
from people.speaking import OURS, speaking
from protocol import texts

UNDO_SALT = "undo"
UNDO_DAYS = 14


def confirmation(address: EmailAddress) -> EmailMultiAlternatives:
    """The link that confirms an address, or word of the account that has it already."""
    user: User = address.user
    if addresses.belongs_to_another(address.email, user):
        return known(address.email, user.language)
    key = EmailConfirmationHMAC(address).key
    return compose("confirm", address.email, f"/confirm-email/{key}", user, detail=str(user))


def reset(user: User) -> EmailMultiAlternatives:
    path = f"/reset-password/{reset_key(user)}"
    return compose("reset", user.email, path, user, detail=str(user))


def reset_key(user: User) -> str:
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"


def known(address: str, language: str) -> EmailMultiAlternatives:
    return compose("known", address, "/forgot-password", language=language)


def unknown(address: str, language: str) -> EmailMultiAlternatives:
    return compose("unknown", address, "/sign-up", language=language)


def last_word(user: User) -> EmailMultiAlternatives:
    """Tomorrow everything is erased."""
    return compose("last_word", user.email, "/sign-in", user, detail=str(user))


def change(told: AccountChange) -> EmailMultiAlternatives:
    """What was changed. The key stands behind a #, so that no server ever logs it."""
    key = signing.dumps(str(told.public_id), salt=UNDO_SALT)
    path = f"/not-me#{key}"
    return compose(told.kind, told.address, path, told.user, detail=told.detail)


def compose(
    kind: str,
    to: str,
    path: str,
    user: User | None = None,
    *,
    detail: str = "",
    language: str = OURS,
) -> EmailMultiAlternatives:
    language = user.language if user else language
    with speaking(language):
        words = letter(kind)
        context = {"language": get_language(), **_said(words, kind, to, path, user, detail)}
        mail = EmailMultiAlternatives(
            subject=texts.header(f"Callboard: {words.title}"),
            body=render_to_string("people/letter.txt", context),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("people/letter.html", context), "text/html")
    return mail


def _said(
    words: Letter, kind: str, to: str, path: str, user: User | None, detail: str
) -> dict[str, str]:
    origin = settings.ORIGINS[0]
    why = gettext("You get it for the safety of your account on {host}.")
    return {
        "hello": gettext("Hello {name},").format(name=user.display_name) if user else "",
        "title": words.title,
        "text": words.text.format(address=to, detail=_detail(kind, detail)),
        "link": origin + path,
        "button": words.button,
        "foot": words.foot.format(within=_within(UNDO_DAYS), after=_after()),
        "reply": gettext("Nobody reads replies to this mail."),
        "why": why.format(host=origin.partition("://")[2]),
    }


def _detail(kind: str, detail: str) -> str:
    """What a row of a change keeps in English or as a date, as its reader writes it."""
    if kind.startswith("second_factor."):
        return gettext(detail)
    if kind == "account.leaving":
        return date_format(date.fromisoformat(detail), pgettext("date format", "j F Y"))
    return detail


def _within(days: int) -> str:
    return npgettext("within", "{days} day", "{days} days", days).format(days=days)


def _after() -> str:
    """How long after it was opened an account is deleted that nobody has confirmed."""
    days = settings.KEEP.unconfirmed
    said = number_format(f"{days:g}")
    return npgettext("so long after", "{days} day", "{days} days", ceil(days)).format(days=said)
