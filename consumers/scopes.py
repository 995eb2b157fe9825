"""What each verb needs of an API token. One that is missing here is for browsers alone."""

from core.refused import Refused, beyond_scope
from people.models import SignIn
from people.queries import via
from people.vocabulary import ACCOUNT

READ, TALK, DECIDE = "read", "talk", "decide"

_BY_SCOPE = {
    READ: """hello mark observe pong sync unwatch watch presence call.view""",
    TALK: """
        conversation.accept conversation.add conversation.archive conversation.leave
        conversation.mark_unread conversation.mute conversation.read conversation.remove
        conversation.rename conversation.role conversation.start message.delete message.edit
        message.react message.send notification.look notification.read notification.read_all
        appeal post.delete post.pin post.publish post.update report typing
        """,
    DECIDE: """
        bell block booking.agree booking.cancel booking.no_show booking.object booking.rate
        call.agree call.apply
        call.cancel call.confirm call.extend call.invite call.open call.reject call.reopen
        call.shortlist call.update call.withdraw device.register device.remove follow follow_lists
        follower.remove notification.keep_quiet notification.prefer offer.accept offer.decline
        offer.send offer.withdraw profile.update session.cancel session.create session.update
        unblock unfollow
        """,
    ACCOUNT: """account.delete account.export calendar.renew sign_out token.create""",
}
VERBS = {verb: scope for scope, verbs in _BY_SCOPE.items() for verb in verbs.split()}


class Grant:
    """What a connection may do: kept as long as it lasts, and none for a browser."""

    __slots__ = ("_may", "via")

    def __init__(self, sign_in: SignIn) -> None:
        browser = sign_in.kind == SignIn.SESSION
        self.via = via(sign_in)
        self._may = None if browser else frozenset(v for v in VERBS if allowed(sign_in, v))

    @property
    def is_token(self) -> bool:
        return self._may is not None

    def refusal(self, verb: str) -> Refused | None:
        return beyond_scope(of(verb)) if self._may is not None and verb not in self._may else None


def of(verb: str) -> str:
    return VERBS.get(verb, ACCOUNT)


def allowed(sign_in: SignIn, verb: str) -> bool:
    return sign_in.may(of(verb), verb)
