"""The words of mails about an account."""

from typing import NamedTuple

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from people.speaking import pgettext_noop


class Letter(NamedTuple):
    """`text` may name `{address}` and `{detail}`, `foot` the days of `{within}` and `{after}`.

    `button` opens the link of the mail; `foot` stands below it.
    """

    title: str
    text: str
    button: str
    foot: str = ""


#: Mails that somebody has asked for.
ASKED = {
    "confirm": Letter(
        _("Confirm your e-mail address"),
        _(
            "The account {detail} gives {address} as its address. If it is yours, confirm it in"
            " the browser in which you are signed in to it."
        ),
        pgettext_noop("button", "Confirm the address"),
        _(
            "If you did not open this account, do nothing: without you the address does not count,"
            " and the account is deleted {after} after it was opened."
        ),
    ),
    "reset": Letter(
        _("Choose a new password"),
        _(
            "Somebody, you we hope, has forgotten the password of the account {detail}. The link"
            " works once, and for one day."
        ),
        pgettext_noop("button", "Choose a new password"),
        _("If it was not you, do nothing: your password stays as it is."),
    ),
    "known": Letter(
        _("You have an account already"),
        _(
            "Somebody, you we hope, has just tried to open another account with {address}. You"
            " have one with it already: sign in, or choose a new password."
        ),
        pgettext_noop("button", "Choose a new password"),
        _("If it was not you, do nothing: nobody can use your address without this mailbox."),
    ),
    "unknown": Letter(
        _("No account with this address"),
        _(
            "Somebody, you we hope, has asked for a new password for {address}. No account has"
            " confirmed this address. Perhaps you have used another one?"
        ),
        pgettext_noop("button", "Make an account"),
        _("If it was not you, do nothing."),
    ),
    "last_word": Letter(
        _("Tomorrow your account is erased"),
        _(
            "Your account {detail} is closed, and everything in it will be erased tomorrow, as you"
            " have asked. If you want to keep it, sign in before."
        ),
        pgettext_noop("button", "Sign in to keep it"),
        _("If you want to go, do nothing."),
    ),
}


def _told(title: str, text: str) -> Letter:
    return Letter(
        title,
        text,
        pgettext_noop("button", "This was not me"),
        _(
            "It was you? Then all is well. If not, press the button within {within}: it signs"
            " everybody out, takes back what was changed since, and lets you choose a new password."
        ),
    )


#: What has happened to an account: told to the address that it had before, with a way back.
CHANGES = {
    "address.asked": _told(
        _("Another address for your account"),
        _("{detail} shall become the address of your account, once it is confirmed there."),
    ),
    "address.changed": _told(
        _("Your account has another address"),
        _("It is {detail} now. Mails go there, and one signs in with it."),
    ),
    "password.changed": _told(
        _("Your password was changed"),
        _("All other browsers and API tokens were signed out."),
    ),
    "second_factor.added": _told(
        _("A second step was added to your sign-in"),
        _("From now on signing in asks for it, too: {detail}."),
    ),
    "second_factor.removed": _told(
        _("A second step was taken off your sign-in"),
        _("Signing in does not ask for it any longer: {detail}."),
    ),
    "recovery_codes.made": _told(
        _("New recovery codes"),
        _("The old ones do not work any longer."),
    ),
    "device.new": _told(
        _("A sign-in from a new device"),
        _("Somebody has signed in to your account with {detail}."),
    ),
    "account.leaving": _told(
        _("Your account is closed, and will be erased"),
        _(
            "Everything in it will be erased on {detail}. If you change your mind before, sign in"
            " and keep it."
        ),
    ),
    "token.made": _told(
        _("A new API token"),
        _("It is called {detail}, and can act in your name."),
    ),
}
#: What a change of a second factor was about; the row of the change keeps it in English.
FACTORS = {"totp": _("an authenticator app"), "webauthn": _("a passkey")}
BY_OPERATOR = _("by the operator")


def letter(kind: str) -> Letter:
    title, text, button, foot = (ASKED | CHANGES)[kind]
    return Letter(gettext(title), gettext(text), pgettext("button", button), gettext(foot))
