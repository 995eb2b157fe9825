"""The one way in which an action says no."""

from typing import Any, NamedTuple


class Code(NamedTuple):
    """`status` carries the refusal over HTTP; `meaning` is for docs/protocol.md."""

    status: int
    meaning: str


#: Every code that a client can meet.
CODES: dict[str, Code] = {
    "bad_request": Code(400, "a field is missing, unknown or wrong; `field` names it"),
    "unknown_verb": Code(400, "there is no such verb"),
    "signed_out": Code(401, "no live sign-in (HTTP only; a socket closes with 4401)"),
    "forbidden": Code(403, "you may see it but not do this; `reasons` say why"),
    "blocked": Code(403, "one of you has blocked the other"),
    "not_found": Code(404, "not there, or not yours: the same answer for both"),
    "conflict": Code(409, "somebody was faster, or the state has moved on"),
    "key_mismatch": Code(409, "this key was used for another command"),
    "already_applied": Code(409, "you have a live application on this call"),
    "applicant_withdrew": Code(409, "the application was withdrawn"),
    "model_unavailable": Code(409, "the model is booked at that time"),
    "not_eligible": Code(409, "a requirement is not met; `reasons` say which"),
    "call_cancelled": Code(410, "the call was cancelled"),
    "call_expired": Code(410, "the deadline has passed, by the database's clock"),
    "call_filled": Code(410, "every place is booked"),
    "too_large": Code(413, "more than fits"),
    "unsupported_media": Code(415, "not a kind of file that is taken"),
    "rate_limited": Code(429, "too fast; try again after `after_ms`"),
    "internal": Code(500, "a fault of ours; it is logged"),
    "unavailable": Code(503, "busy or away; the same command with the same key may work"),
}


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

    def as_error(self) -> dict[str, Any]:
        """The error object of a reply: `{code, message, retry, ...details}`."""
        retry = self.code in ("unavailable", "rate_limited")
        return {"code": self.code, "message": self.message, "retry": retry, **self.details}


def not_found() -> Refused:
    """The same words for "not there" and "not yours", so that nobody can tell them apart."""
    return Refused("not_found", "There is nothing here, or it is not yours to see.")


def unavailable() -> Refused:
    return Refused("unavailable", "Callboard is busy right now. It will try again by itself.")
