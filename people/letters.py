"""The words of mails about an account, in each language that people can choose."""

from typing import NamedTuple


class Letter(NamedTuple):
    """`text` may name `{address}` and `{detail}`; `button` opens the link of the mail."""

    title: str
    text: str
    button: str
    #: Said below the button.
    foot: str = ""


#: Mails that somebody has asked for: kind -> language -> words.
ASKED: dict[str, dict[str, Letter]] = {
    "confirm": {
        "en": Letter(
            "Confirm your e-mail address",
            "The account {detail} gives {address} as its address. If it is yours, confirm it in"
            " the browser in which you are signed in to it.",
            "Confirm the address",
            "If you did not open this account, do nothing: without you the address does not count,"
            " and the account is deleted {unconfirmed} days after it was opened.",
        ),
        "de": Letter(
            "Bestätige deine E-Mail-Adresse",
            "Das Konto {detail} nennt {address} als seine Adresse. Ist es deines, dann bestätige"
            " sie in dem Browser, in dem du angemeldet bist.",
            "Adresse bestätigen",
            "Hast du dieses Konto nicht eröffnet, dann tu nichts: ohne dich zählt die Adresse"
            " nicht, und {unconfirmed} Tage nach seiner Eröffnung wird das Konto gelöscht.",
        ),
    },
    "reset": {
        "en": Letter(
            "Choose a new password",
            "Somebody, you we hope, has forgotten the password of the account {detail}. The link"
            " works once, and for one day.",
            "Choose a new password",
            "If it was not you, do nothing: your password stays as it is.",
        ),
        "de": Letter(
            "Wähle ein neues Passwort",
            "Jemand, hoffentlich du, hat das Passwort des Kontos {detail} vergessen. Der Link geht"
            " einmal und gilt einen Tag.",
            "Neues Passwort wählen",
            "Warst du es nicht, dann tu nichts: dein Passwort bleibt, wie es ist.",
        ),
    },
    "known": {
        "en": Letter(
            "You have an account already",
            "Somebody, you we hope, has just tried to open another account with {address}. You"
            " have one with it already: sign in, or choose a new password.",
            "Choose a new password",
            "If it was not you, do nothing: nobody can use your address without this mailbox.",
        ),
        "de": Letter(
            "Du hast schon ein Konto",
            "Jemand, hoffentlich du, wollte eben ein weiteres Konto mit {address} eröffnen. Damit"
            " hast du schon eines: melde dich an, oder wähle ein neues Passwort.",
            "Neues Passwort wählen",
            "Warst du es nicht, dann tu nichts: ohne dieses Postfach kann niemand deine Adresse"
            " benutzen.",
        ),
    },
    "unknown": {
        "en": Letter(
            "No account with this address",
            "Somebody, you we hope, has asked for a new password for {address}. No account has"
            " confirmed this address. Perhaps you have used another one?",
            "Make an account",
            "If it was not you, do nothing.",
        ),
        "de": Letter(
            "Kein Konto mit dieser Adresse",
            "Jemand, hoffentlich du, hat ein neues Passwort für {address} verlangt. Kein Konto hat"
            " diese Adresse bestätigt. Hast du vielleicht eine andere benutzt?",
            "Ein Konto eröffnen",
            "Warst du es nicht, dann tu nichts.",
        ),
    },
    "last_word": {
        "en": Letter(
            "Tomorrow your account is erased",
            "Your account {detail} is closed, and everything in it will be erased tomorrow, as you"
            " have asked. If you want to keep it, sign in before.",
            "Sign in to keep it",
            "If you want to go, do nothing.",
        ),
        "de": Letter(
            "Morgen wird dein Konto gelöscht",
            "Dein Konto {detail} ist geschlossen, und morgen wird alles darin gelöscht, wie du es"
            " wolltest. Willst du es behalten, dann melde dich vorher an.",
            "Anmelden und behalten",
            "Willst du gehen, dann tu nichts.",
        ),
    },
}

_NOT_ME = {
    "en": (
        "This was not me",
        "It was you? Then all is well. If not, press the button within {days} days: it signs"
        " everybody out, takes back what was changed since, and lets you choose a new password.",
    ),
    "de": (
        "Das war ich nicht",
        "Warst du es? Dann ist alles gut. Wenn nicht, drücke innerhalb von {days} Tagen den Knopf:"
        " er meldet alle ab, nimmt zurück, was seitdem geändert wurde, und lässt dich ein neues"
        " Passwort wählen.",
    ),
}


def _told(en: tuple[str, str], de: tuple[str, str]) -> dict[str, Letter]:
    said = {"en": en, "de": de}
    return {lang: Letter(*said[lang], *_NOT_ME[lang]) for lang in said}


#: What has happened to an account: told to the address that it had before, with a way back.
CHANGES: dict[str, dict[str, Letter]] = {
    "address.asked": _told(
        (
            "Another address for your account",
            "{detail} shall become the address of your account, once it is confirmed there.",
        ),
        (
            "Eine andere Adresse für dein Konto",
            "{detail} soll die Adresse deines Kontos werden, sobald sie dort bestätigt ist.",
        ),
    ),
    "address.changed": _told(
        (
            "Your account has another address",
            "It is {detail} now. Mails go there, and one signs in with it.",
        ),
        (
            "Dein Konto hat eine andere Adresse",
            "Es ist jetzt {detail}. Mails gehen dorthin, und mit ihr meldet man sich an.",
        ),
    ),
    "password.changed": _told(
        ("Your password was changed", "All other browsers and API tokens were signed out."),
        (
            "Dein Passwort wurde geändert",
            "Alle anderen Browser und API-Tokens wurden abgemeldet.",
        ),
    ),
    "second_factor.added": _told(
        (
            "A second step was added to your sign-in",
            "From now on signing in asks for it, too: {detail}.",
        ),
        (
            "Deine Anmeldung hat einen zweiten Schritt",
            "Von nun an fragt die Anmeldung auch danach: {detail}.",
        ),
    ),
    "second_factor.removed": _told(
        (
            "A second step was taken off your sign-in",
            "Signing in does not ask for it any longer: {detail}.",
        ),
        (
            "Deine Anmeldung hat einen Schritt weniger",
            "Die Anmeldung fragt nicht mehr danach: {detail}.",
        ),
    ),
    "recovery_codes.made": _told(
        ("New recovery codes", "The old ones do not work any longer."),
        ("Neue Ersatzcodes", "Die alten gelten nicht mehr."),
    ),
    "device.new": _told(
        (
            "A sign-in from a new device",
            "Somebody has signed in to your account with {detail}.",
        ),
        (
            "Eine Anmeldung von einem neuen Gerät",
            "Jemand hat sich bei deinem Konto angemeldet, mit {detail}.",
        ),
    ),
    "account.leaving": _told(
        (
            "Your account is closed, and will be erased",
            "Everything in it will be erased on {detail}. If you change your mind before, sign in"
            " and keep it.",
        ),
        (
            "Dein Konto ist geschlossen und wird gelöscht",
            "Alles darin wird am {detail} gelöscht. Überlegst du es dir vorher anders, dann melde"
            " dich an und behalte es.",
        ),
    ),
    "token.made": _told(
        ("A new API token", "It is called {detail}, and can act in your name."),
        ("Ein neues API-Token", "Es heißt {detail} und kann in deinem Namen handeln."),
    ),
}


def letter(kind: str, language: str) -> Letter:
    said = (ASKED | CHANGES)[kind]
    return said.get(language, said["en"])
