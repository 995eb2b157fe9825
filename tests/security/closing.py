"""What two people have with each other, and what each verb asks of one whose account is closed.

A verb that is new and has no row here fails the test that reads this table.
"""

import uuid
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec

from consumers.commands import COMMANDS
from core import clock
from people.models import User
from tests import dealings, stories
from tests.client import looked
from tests.people import Cast
from workflows.models import Booking

SIGN = "\N{THUMBS UP SIGN}"


class Names(NamedTuple):
    """What Hanna, who hosts, and Ana, who models, have with each other."""

    hanna: str
    ana: str
    talk: str
    asked: str
    group: str
    session: str
    call: str
    application: str
    offer: str
    booking: str
    past: str
    missed: str
    another_call: str


def dealings_of(people: Cast) -> Names:
    hanna, ana = people.hanna, people.ana
    call = stories.open_call(hanna)
    applied = stories.apply(ana, call)
    stories.say(hanna, applied.conversation, "Gladly!")
    stories.say(ana, applied.conversation, "Good evening.")
    far = clock.now().replace(microsecond=0) + timedelta(days=9)
    later = far + timedelta(days=9)
    missed = stories.booked(hanna, ana, starts_at=far - timedelta(days=2)).booking
    dealings.let_it_be_over(Booking.objects.get(public_id=missed).calendar_session.public_id)
    dealings.no_show(hanna, missed)
    past = stories.booked(hanna, ana, starts_at=far - timedelta(days=4)).booking
    dealings.let_it_be_over(Booking.objects.get(public_id=past).calendar_session.public_id)
    Booking.objects.filter(public_id=past).update(state=Booking.COMPLETED)
    return Names(
        hanna=str(hanna.public_id),
        ana=str(ana.public_id),
        talk=str(applied.conversation),
        asked=str(stories.start(ana, people.jane, "A question").conversation),
        group=str(stories.group(hanna, ana, people.jane)),
        session=str(stories.session(hanna, starts_at=later)),
        call=str(call),
        application=str(applied.application),
        offer=str(dealings.offer(hanna, stories.session(hanna), ana)),
        booking=str(stories.booked(hanna, ana, starts_at=far).booking),
        past=str(past),
        missed=str(missed),
        another_call=str(stories.open_call(hanna, closes=timedelta(hours=2))),
    )


#: verb -> who is closed, who asks, and for what. None: it names nothing of anybody else, or only
#: takes back what is one's own.
WALK: dict[str, tuple[str, str, dict[str, Any]] | None] = {
    "bell": ("hanna", "ana", {"person": "{hanna}"}),
    "block": ("hanna", "ana", {"person": "{hanna}"}),
    "unblock": ("hanna", "ana", {"person": "{hanna}"}),
    "follow": ("hanna", "ana", {"person": "{hanna}"}),
    "unfollow": ("hanna", "ana", {"person": "{hanna}"}),
    "follower.remove": ("ana", "hanna", {"person": "{ana}"}),
    "report": ("ana", "hanna", {"person": "{ana}", "reason": "Rude."}),
    "booking.agree": ("hanna", "ana", {"booking": "{booking}"}),
    "booking.cancel": ("hanna", "ana", {"booking": "{booking}"}),
    "booking.no_show": ("ana", "hanna", {"booking": "{past}"}),
    "booking.object": ("hanna", "ana", {"booking": "{missed}"}),
    "booking.rate": ("hanna", "ana", {"booking": "{past}", "stars": 5}),
    "call.apply": ("hanna", "ana", {"call": "{another_call}"}),
    "call.view": ("hanna", "ana", {"call": "{call}"}),
    "call.agree": ("hanna", "ana", {"application": "{application}"}),
    "call.withdraw": ("hanna", "ana", {"application": "{application}"}),
    "call.confirm": ("ana", "hanna", {"application": "{application}"}),
    "call.reject": ("ana", "hanna", {"application": "{application}"}),
    "call.shortlist": ("ana", "hanna", {"application": "{application}"}),
    "call.invite": ("ana", "hanna", {"call": "{another_call}", "person": "{ana}"}),
    "offer.send": ("ana", "hanna", {"session": "{session}", "person": "{ana}"}),
    "offer.accept": ("hanna", "ana", {"offer": "{offer}"}),
    "offer.decline": ("hanna", "ana", {"offer": "{offer}"}),
    "offer.withdraw": ("ana", "hanna", {"offer": "{offer}"}),
    "conversation.start": ("ana", "hanna", {"people": ["{ana}"], "content": "Hello?"}),
    "conversation.accept": ("ana", "jane", {"conversation": "{asked}"}),
    "conversation.add": ("ana", "hanna", {"conversation": "{group}", "people": ["{ana}"]}),
    "conversation.remove": ("ana", "hanna", {"conversation": "{group}", "person": "{ana}"}),
    "conversation.role": (
        "ana",
        "hanna",
        {"conversation": "{group}", "person": "{ana}", "role": "admin"},
    ),
    "message.send": ("ana", "hanna", {"conversation": "{talk}", "content": "Hello?"}),
    "message.edit": ("ana", "hanna", {"conversation": "{talk}", "number": 2, "content": "?"}),
    "message.react": ("ana", "hanna", {"conversation": "{talk}", "number": 3, "emoji": SIGN}),
    "account.delete": None,
    "account.export": None,
    "appeal": None,
    "typing": None,  # reaches nobody there: see tests/conversations/test_signals
    "call.cancel": None,
    "call.extend": None,
    "call.open": None,
    "call.reopen": None,
    "call.update": None,
    "calendar.renew": None,
    "conversation.archive": None,
    "conversation.leave": None,
    "conversation.mark_unread": None,
    "conversation.mute": None,
    "conversation.read": None,
    "conversation.rename": None,
    "device.register": None,
    "device.remove": None,
    "follow_lists": None,
    "message.delete": None,
    "notification.keep_quiet": None,
    "notification.look": None,
    "notification.prefer": None,
    "notification.read": None,
    "notification.read_all": None,
    "post.delete": None,
    "post.pin": None,
    "post.publish": None,
    "post.update": None,
    "profile.update": None,
    "session.cancel": None,
    "session.create": None,
    "session.update": None,
    "sign_out": None,
    "token.create": None,
}


def filled(template: Any, names: Names) -> Any:
    if isinstance(template, str):
        return template.format(**names._asdict())
    if isinstance(template, list):
        return [filled(item, names) for item in template]
    if isinstance(template, dict):
        return {name: filled(value, names) for name, value in template.items()}
    return template


def ask(verb: str, by: User, fields: dict[str, Any]) -> Any:
    command = COMMANDS[verb]
    names = command.ask.__struct_fields__
    given = {"key": str(uuid.uuid4())} if "key" in names else {}
    if verb == "offer.send":
        given["expires_at"] = (clock.now() + timedelta(hours=1)).isoformat()
    return command.act(msgspec.convert(given | looked(verb, fields), command.ask), by=by)
