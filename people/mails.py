"""Mails about an account. The worker writes them, so that no link lies about in a job's row."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from people import addresses
from people.letters import letter
from people.models import AccountChange, User
from protocol import texts

UNDO_SALT = "undo"
UNDO_DAYS = 14

SAID = {
    "en": {
        "hello": "Hello {name},",
        "reply": "Nobody reads replies to this mail.",
        "why": "You get it for the safety of your account on {host}.",
    },
    "de": {
        "hello": "Hallo {name},",
        "reply": "Antworten auf diese Mail liest niemand.",
        "why": "Du bekommst sie zum Schutz deines Kontos auf {host}.",
    },
}


def confirmation(address: EmailAddress) -> EmailMultiAlternatives:
    """The link that confirms an address, or word of the account that has it already."""
    user: User = address.user
    if addresses.belongs_to_another(address.email, user):
        return compose("known", address.email, "/forgot-password", language=user.language)
    key = EmailConfirmationHMAC(address).key
    return compose("confirm", address.email, f"/confirm-email/{key}", user, detail=str(user))


def reset(user: User) -> EmailMultiAlternatives:
    path = f"/reset-password/{reset_key(user)}"
    return compose("reset", user.email, path, user, detail=str(user))


def reset_key(user: User) -> str:
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"


def known(address: str) -> EmailMultiAlternatives:
    return compose("known", address, "/forgot-password")


def unknown(address: str) -> EmailMultiAlternatives:
    return compose("unknown", address, "/sign-up")


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
    language: str = "en",
) -> EmailMultiAlternatives:
    origin = settings.ORIGINS[0]
    language = user.language if user else language
    words, said = letter(kind, language), SAID.get(language, SAID["en"])
    host = origin.partition("://")[2]
    context = {
        "language": language,
        "hello": said["hello"].format(name=user.display_name) if user else "",
        "title": words.title,
        "text": words.text.format(address=to, detail=detail),
        "link": origin + path,
        "button": words.button,
        "foot": words.foot.format(days=UNDO_DAYS, unconfirmed=f"{settings.KEEP.unconfirmed:g}"),
        "reply": said["reply"],
        "why": said["why"].format(host=host),
    }
    mail = EmailMultiAlternatives(
        subject=texts.header(f"Callboard: {words.title}"),
        body=render_to_string("people/letter.txt", context),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("people/letter.html", context), "text/html")
    return mail
