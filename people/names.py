"""Names that nobody may take: those that speak for the installation, and those that deceive."""

import re
import unicodedata

from core.refused import Refused
from protocol import words

#: Who runs the installation, in words that people trust.
STAFF = frozenset(
    """
    admin administrator callboard helpdesk mod moderator moderators official operator owner
    postmaster security staff support sysadmin system team webmaster
    """.strip().split()
)
#: Beside them a name still speaks for the installation.
FILLING = frozenset(
    """
    account billing customer desk help of safety service the trust your
    """.strip().split()
)
#: Addresses of pages, present and likely.
PAGES = frozenset(
    """
    about abuse account accounts admin api app assets auth avatars blog calendar calls
    confirm-email contact directory docs download error everyone favicon feed first-run
    forgot-password forum groups healthz help here home host hosts imprint inbox index info jobs
    legal login logout mail mailbox manifest me media messages metrics model models new news
    not-me notifications null offers people post posts press privacy profile readyz
    reset-password robots
    root rss search settings shop sign-in sign-out sign-up signin signout signup sitemap static
    status terms tokens undefined undo user users well-known ws www
    """.strip().split()
)
#: People who were erased are called so.
FORMER = re.compile(r"former-member-[0-9a-f]{12}")
#: Alphabets with letters that look alike: within one word, two of them are a disguise.
ALIKE = {"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE"}
DIGITS_AS_LETTERS = str.maketrans("013457", "oleast")


def guard_name(name: str) -> None:
    """Raises `Refused` for a name that deceives about who somebody is."""
    if any(len(_alphabets(word)) > 1 for word in re.findall(r"[^\W\d_]+", name)):
        raise Refused(
            "bad_request",
            "This name mixes letters of several alphabets within a word. Write it in one.",
            field="name",
        )
    if _speaks_for_us(name):
        raise Refused(
            "bad_request",
            "This name is kept for the people who run Callboard. Choose another.",
            field="name",
        )


def guard_handle(handle: str) -> None:
    if is_reserved(handle):
        raise Refused("conflict", "This handle is kept. Choose another.", field="handle")


def is_reserved(handle: str) -> bool:
    taken = handle in PAGES or FORMER.fullmatch(handle) is not None
    return taken or _speaks_for_us(handle.replace("-", " "))


def _speaks_for_us(name: str) -> bool:
    said = words.folded(name).translate(DIGITS_AS_LETTERS)
    spelt = re.findall(r"[^\W_]+", said)
    if "callboard" in "".join(spelt):
        return True
    return bool(STAFF.intersection(spelt)) and STAFF.union(FILLING).issuperset(spelt)


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(letter, "").split(" ")[0] for letter in word} & ALIKE
