"""The one way in which an action says no."""

import math
from typing import Any, NamedTuple


class Code(NamedTuple):
    """`status` carries the refusal over HTTP; `meaning` is for docs/protocol.md."""

    status: int
    meaning: str


#: Every code that a client can meet.
CODES: dict[str, Code] = {
    "bad_request": Code(400, "a field is missing, unknown or wrong; `field` names it"),
    "unknown_verb": Code(404, "there is no such verb"),
    "signed_out": Code(401, "no live sign-in (HTTP only; a socket closes with 4401)"),
    "forbidden": Code(403, "you may see it but not do this; `reasons` say why"),
    "reauthenticate": Code(403, "enter your password again first; see write-a-client.md"),
    "blocked": Code(403, "one of you has blocked the other"),
    "not_found": Code(404, "not there, or not yours: the same answer for both"),
    "method_not_allowed": Code(405, "this address has other methods; `Allow` names them"),
    "not_acceptable": Code(406, "the answer is JSON, and `Accept` excludes it"),
    "conflict": Code(409, "somebody was faster, or the state has moved on"),
    "bookings_stand": Code(
        409, "bookings between you stand; say with the block whether to keep or cancel `bookings`"
    ),
    "key_expired": Code(
        410, "this key is too old, or lies ahead: look what happened, make a new one"
    ),
    "key_mismatch": Code(409, "this key was used for another command"),
    "already_applied": Code(409, "you have a live application on this call"),
    "applicant_withdrew": Code(409, "the application was withdrawn"),
    "model_unavailable": Code(409, "the person is booked, or hosts, at that time"),
    "not_eligible": Code(409, "a requirement is not met; `reasons` say which"),
    "terms_changed": Code(
        409, "a yes to terms that are not these any more; `terms` are the new ones"
    ),
    "call_cancelled": Code(410, "the call was cancelled"),
    "call_expired": Code(410, "the deadline has passed, by the database's clock"),
    "call_filled": Code(410, "every place is booked"),
    "too_large": Code(413, "more than fits"),
    "unsupported_media": Code(415, "not a kind of file that is taken"),
    "rate_limited": Code(429, "too fast; try again after `after_ms`"),
    "internal": Code(500, "a fault of ours; it is logged"),
    "unavailable": Code(503, "busy or away; the same command with the same key may work"),
}


#: The same command may work later.
LATER = ("unavailable", "rate_limited")


class Refused(Exception):
    """An action declined, for a reason the person can read.

    `code` is one of `CODES`; `message` is a sentence for the screen; `details` travel
    beside them in the error object (`field`, `reasons`, `after_ms`, receipts).
    """

    def __init__(self, code: str, message: str, **details: Any) -> None:
        assert code in CODES, code
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.details = details

    @property
    def status(self) -> int:
        return CODES[self.code].status

    @property
    def headers(self) -> dict[str, str]:
        """What HTTP adds: in how many whole seconds another try makes sense."""
        if self.code not in LATER:
            return {}
        after_ms = self.details.get("after_ms", 1000)
        return {"Retry-After": str(max(1, math.ceil(after_ms / 1000)))}

    def as_error(self) -> dict[str, Any]:
        """The error object of a reply: `{code, message, retry, ...details}`."""
        # What is free again tomorrow is not tried again by itself.
        retry = self.code in LATER and "free_at" not in self.details
        return {"code": self.code, "message": self.message, "retry": retry, **self.details}


def not_found() -> Refused:
    """The same words for "not there" and "not yours", so that nobody can tell them apart."""
    return Refused("not_found", "There is nothing here, or it is not yours to see.")


def unknown_verb() -> Refused:
    return Refused("unknown_verb", "There is no such verb.")


def beyond_scope(scope: str) -> Refused:
    """An API token may not do what needs this scope; `account` is for browsers alone."""
    sentence = f"This token may not do that: it lacks the scope {scope!r}."
    if scope == "account":
        sentence = "A program with a token cannot do this: do it in your browser."
    return Refused("forbidden", sentence, reasons=["scope"])


def unavailable() -> Refused:
    return Refused("unavailable", "Callboard is busy right now. It will try again by itself.")
