"""One evening of a host with a model, on which everything that is said is an extreme."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from core import clock
from moderation.actions import decisions
from moderation.models import Report, Sanction
from notifications.push import CURVE, encode, public_point
from people.models import User
from tests import dealings, extremes, stories
from tests.feed.posting import follow, publish
from tests.feed.test_following import ring
from tests.feeding import Feeder, Fields
from workflows.queries.terms import is_asked_again

#: What a fee has where one half of it was refused.
FEE: Fields = {"fee_amount": 1, "fee_currency": "KWD"}
#: A place that has been found by nobody yet.
FOR_NOBODY: Fields = {"conversation": None, "number": None, "post": None, "call": None}
YEARS_AHEAD = timedelta(days=366 * 20 - 30)


Things = dict[int, list[UUID]]


class Evenings(NamedTuple):
    """Everybody and everything in them. `follower` follows each host and has rung their bells."""

    feeder: Feeder
    hosts: list[User]
    model: User
    follower: User
    staff: User
    #: By their hosts' ids.
    sessions: Things
    calls: Things
    conversations: Things

    def everybody(self) -> list[User]:
        return [*self.hosts, self.model, self.follower, self.staff]


class Evening:
    """One host's, on which each field has the extreme whose turn it is."""

    def __init__(self, among: Evenings, host: User, turn: int) -> None:
        self.among, self.host, self.turn = among, host, turn
        self.model, self.follower = among.model, among.follower

    def give(self, verb: str, by: User, *, shift: int = 0, **fields: Any) -> Any:
        return self.among.feeder.give(verb, by, self.turn + shift, **fields)

    def is_spent(self) -> None:
        self.says_who_they_are()
        self.is_followed()
        self.looks_for_somebody()
        self.asks_somebody()
        self.talks()
        self.is_reported()
        self.wants_to_be_told()

    # --- people ------------------------------------------------------------------------------

    def says_who_they_are(self) -> None:
        for by, role in ((self.host, {"is_host": True}), (self.model, {"is_model": True})):
            self.give("profile.update", by, **role)
            by.refresh_from_db()

    def is_followed(self) -> None:
        follow(self.follower, self.host)
        ring(self.follower, self.host)
        self.give("post.publish", self.host)
        post = publish(self.host)
        self.give("post.update", self.host, shift=2, otherwise={"expires_at": None}, post=post)
        self.post = self.give("post.publish", self.host, visibility="public", expires_at=None).post

    # --- sessions ----------------------------------------------------------------------------

    def session(self, start: datetime, shift: int = 0, **given: Any) -> UUID:
        """At this time on the wall, whatever its zone is."""
        local = start.replace(tzinfo=None, hour=12, minute=0, second=0, microsecond=0)
        otherwise = {"local_start": local.isoformat()}
        made: UUID = self.give(
            "session.create", self.host, shift=shift, otherwise=otherwise, **given
        ).session
        self.among.sessions[self.host.pk].append(made)
        return made

    def soon(self, days: int = 3) -> datetime:
        return clock.now() + timedelta(days=days + 15 * self.turn)

    def far(self) -> datetime:
        return clock.now() + YEARS_AHEAD - timedelta(days=15 * self.turn)

    def start_of(self, session: UUID) -> str:
        start: datetime = stories.session_row(session).during.lower
        return start.isoformat()

    def deadline(self, minutes: int = 35) -> str:
        return (clock.now() + timedelta(minutes=minutes)).isoformat()

    def looks_for_somebody(self) -> None:
        """A call whose terms change, and a booking whose time does."""
        session = self.session(self.soon())
        self.opens(self.session(self.soon(6)))
        call = self.opens(session)
        dealings.invite(self.host, call, self.model)
        stories.fan_out(call)
        self.extends(call, session)
        applied = self.applies(call)
        self.give("call.update", self.host, shift=1, otherwise=FEE, call=call)
        self.changes(session, positions=50)
        if stories.application_row(applied.application).status == "pending":
            self.agrees(applied.application)
        booking = stories.confirm(self.host, applied.application).booking
        later = stories.session_row(session).during.lower.replace(tzinfo=None)
        self.changes(
            session, shift=1, positions=50, time_zone="UTC", local_start=str(later.isoformat())
        )
        if self.turn % 2:
            dealings.cancel_booking(self.host, booking)
        self.conversation = applied.conversation
        self.among.conversations[self.host.pk].append(applied.conversation)
        self.changes_its_mind()

    def opens(self, session: UUID) -> UUID:
        otherwise = {"expires_at": self.deadline(), **FEE}
        call: UUID = self.give("call.open", self.host, otherwise=otherwise, session=session).call
        self.among.calls[self.host.pk].append(call)
        return call

    def extends(self, call: UUID, session: UUID) -> None:
        otherwise = {"expires_at": self.start_of(session)}
        self.give("call.extend", self.host, otherwise=otherwise, call=call)

    def applies(self, call: UUID) -> Any:
        return self.give(
            "call.apply", self.model, call=call, terms=stories.shown("call.apply", call)
        )

    def changes(self, session: UUID, **given: Any) -> None:
        """Not to another time, unless one is given."""
        given = {"local_start": None, "time_zone": None, "minutes": None, "fold": None} | given
        self.give("session.update", self.host, session=session, **given)

    def agrees(self, application: UUID) -> None:
        row = stories.application_row(application)
        if is_asked_again(row):
            dealings.agree_to_fee(self.model, application)

    def changes_its_mind(self) -> None:
        """A session without anybody is free to change; a call is taken back and opened again."""
        bare = self.session(self.soon(9), shift=2)
        otherwise = {"local_start": self.soon(9).replace(tzinfo=None, hour=12).isoformat()}
        self.give("session.update", self.host, shift=3, otherwise=otherwise, session=bare)
        call = self.opens(bare)
        dealings.cancel_call(self.host, call)
        self.give(
            "call.reopen", self.host, otherwise={"expires_at": self.start_of(bare)}, call=call
        )
        self.call = call
        dealings.invite(self.host, call, self.model)
        dealings.reject(self.host, self.applies(call).application)

    def asks_somebody(self) -> None:
        """In twenty years, and about to close."""
        for shift, session in enumerate(
            (self.session(self.far(), 1), self.session(self.soon(12), 2))
        ):
            until = self.deadline(150) if shift else self.start_of(session)
            self.offer = self.give(
                "offer.send",
                self.host,
                shift=shift,
                otherwise={"expires_at": until, **FEE},
                session=session,
                person=self.model.public_id,
            ).offer
            if not shift and self.turn % 2:
                dealings.accept(self.model, self.offer)
            if shift and self.turn == 1:
                dealings.take_back(self.host, self.offer)

    # --- talking -----------------------------------------------------------------------------

    def talks(self) -> None:
        stories.talking(self.host, self.follower)
        for shift, by in enumerate((self.host, self.model)):
            self.says(by, self.conversation, shift=shift)
        self.number = number = self.says(self.host, self.conversation, shift=2, reply_to=1)
        self.give("message.edit", self.host, conversation=self.conversation, number=number)
        self.give("message.react", self.model, conversation=self.conversation, number=number)
        people = [self.model.public_id, self.follower.public_id]
        crew = self.give(
            "conversation.start", self.host, people=people, otherwise={"title": "Crew"}
        ).conversation
        self.give("conversation.rename", self.host, shift=1, conversation=crew)
        self.give("conversation.role", self.host, conversation=crew, person=self.model.public_id)
        for verb in ("conversation.mute", "conversation.read"):
            self.give(verb, self.follower, conversation=crew)
        self.says(self.model, crew)
        stories.say(self.host, crew, f"@{self.follower.handle}, shall we?")
        self.among.conversations[self.host.pk].append(crew)
        self.crew = crew

    def says(
        self, by: User, conversation: UUID, shift: int = 0, reply_to: int | None = None
    ) -> int:
        number: int = self.give(
            "message.send",
            by,
            shift=shift,
            otherwise={"content": "Hello!"},
            conversation=conversation,
            kind="text",
            reply_to=reply_to,
        ).number
        return number

    # --- the staff, and being told -----------------------------------------------------------

    def is_reported(self) -> None:
        things: list[Fields] = [
            {"person": self.host.public_id},
            {"conversation": self.conversation, "number": self.number},
            {"conversation": self.crew},
            {"post": self.post},
            {"call": self.call},
            {"offer": self.offer},
        ]
        thing = FOR_NOBODY | {"offer": None, "person": None} | things[self.turn % len(things)]
        self.give("report", self.model, **thing)
        row = Report.objects.filter(reporter=self.model).latest("pk")
        reasons = extremes.text(1, 1000)
        words = reasons[self.turn % len(reasons)]
        decisions.decide(row, "warn", words=words, by=self.among.staff)
        decided = Sanction.objects.filter(report=row).latest("pk")
        by = decided.person
        self.give("appeal", by, sanction=decided.public_id)
        decisions.answer_appeal(decided, words, lifts=True, by=self.among.staff)

    def wants_to_be_told(self) -> None:
        by = self.host
        self.give("notification.keep_quiet", by)
        self.give("notification.prefer", by, kind="booking.cancelled", hat="host")
        self.give("notification.read", by, otherwise={"notifications": []})
        self.give("token.create", by, otherwise={"scopes": ["read"]})
        key = ec.generate_private_key(CURVE)
        at = "https://fcm.googleapis.com/"
        self.give(
            "device.register",
            by,
            endpoint=f"{at}{self.host.public_id}{'~' * (1000 - len(at) - 36)}",
            p256dh=encode(public_point(key)),
            auth=encode(b"0" * 16),
        )
