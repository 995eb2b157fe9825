"""Which codes a verb can answer, besides those that any answer may have."""

from consumers.commands import COMMANDS
from protocol.wire import Consent, Keyed

#: From any address of the API: what was sent, who sent it, how fast, and what is our own fault.
ALWAYS = frozenset(
    (
        "bad_request",
        "forbidden",
        "internal",
        "not_acceptable",
        "rate_limited",
        "signed_out",
        "unavailable",
    )
)
#: From any that takes a body.
OF_BODIES = frozenset({"too_large", "unsupported_media"})

_BY_CODE = {
    "already_applied": "call.apply",
    "applicant_withdrew": "call.agree call.confirm call.reject call.shortlist call.withdraw",
    "blocked": """
        call.invite conversation.accept conversation.add conversation.start follow message.edit
        message.react message.send offer.send
        """,
    "bookings_stand": "block",
    "call_cancelled": """
        call.agree call.apply call.cancel call.confirm call.extend call.invite call.reject
        call.reopen call.shortlist call.update
        """,
    "call_expired": """
        call.agree call.apply call.cancel call.confirm call.extend call.invite call.reject
        call.reopen call.shortlist call.update offer.accept offer.decline offer.withdraw
        """,
    "call_filled": """
        call.agree call.apply call.cancel call.confirm call.extend call.invite call.reject
        call.reopen call.shortlist call.update offer.accept
        """,
    "conflict": """
        account.export appeal bell booking.agree booking.cancel booking.no_show booking.object
        booking.rate
        call.agree call.apply call.cancel call.confirm call.extend call.invite call.open
        call.reject call.reopen call.shortlist call.update call.withdraw conversation.add
        conversation.role message.delete message.edit message.react message.send offer.accept
        offer.decline offer.send offer.withdraw post.pin post.publish profile.update report
        session.cancel session.update token.create
        """,
    "model_unavailable": "booking.agree call.confirm offer.accept session.create session.update",
    "not_eligible": "call.apply",
    "not_found": """
        appeal bell block booking.agree booking.cancel booking.no_show booking.object booking.rate
        call.agree call.apply call.cancel call.confirm call.extend call.invite call.open
        call.reject call.reopen call.shortlist call.update call.view call.withdraw
        conversation.accept conversation.add conversation.archive conversation.leave
        conversation.mark_unread conversation.mute conversation.read conversation.remove
        conversation.rename conversation.role conversation.start device.remove follow
        follower.remove message.delete message.edit message.react message.send offer.accept
        offer.decline offer.send offer.withdraw post.delete post.pin post.update report
        session.cancel session.create session.update sign_out typing unblock unfollow
        """,
    "reauthenticate": "account.delete account.export sign_out token.create",
}
OWN = {code: frozenset(verbs.split()) for code, verbs in _BY_CODE.items()}


def of(verb: str) -> set[str]:
    """Of what a verb is about, and of how it is asked."""
    found = {*ALWAYS, *OF_BODIES, *(code for code, verbs in OWN.items() if verb in verbs)}
    ask = COMMANDS[verb].ask
    found |= {"key_expired", "key_mismatch"} if issubclass(ask, Keyed) else set()
    return found | ({"terms_changed"} if issubclass(ask, Consent) else set())
