"""Every door of the product with what it is asked for: ids that may be another person's.

A verb, topic or path that is new and has no row here fails the tests that read these tables.
"""

import uuid
from datetime import timedelta
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver

from core import clock
from notifications.models import Device
from people.models import Block, ModelProfile, SignIn, User
from server import api
from tests import dealings, stories
from tests.feed import posting
from tests.moderation import reporting
from tests.people import Cast, host, model


class Theirs(NamedTuple):
    """Ids of what belongs to Hanna and Ana, or (`nowhere`) to nobody at all."""

    conversation: str
    call: str
    session: str
    application: str
    offer: str
    booking: str
    person: str
    handle: str
    sign_in: str
    post: str
    device: str
    report: str
    sanction: str


NOWHERE = Theirs(*(str(uuid.uuid4()) for _ in Theirs._fields))._replace(handle="nobody-at-all")


def belonging_to(people: Cast) -> Theirs:
    session = stories.session(people.hanna)
    call = stories.open_call(people.hanna, session)
    applied = stories.apply(people.ana, call, note="Between us")
    stories.say(people.hanna, applied.conversation, "Between us, too")
    later = clock.now().replace(microsecond=0) + timedelta(days=9)
    sign_in = SignIn.objects.create(user=people.ana, kind=SignIn.SESSION)
    device = Device.objects.create(user=people.ana, sign_in=sign_in, endpoint=str(uuid.uuid4()))
    report = reporting.report(people.hanna, "Between us", person=people.ana.public_id)
    sanction = reporting.decide(report, "warn", reporting.moderator())
    assert sanction is not None
    return Theirs(
        conversation=str(applied.conversation),
        call=str(call),
        session=str(session),
        application=str(applied.application),
        offer=str(dealings.offer(people.hanna, stories.session(people.hanna), people.ana)),
        booking=str(stories.booked(people.hanna, people.ana, starts_at=later).booking),
        person=str(people.ana.public_id),
        handle=people.ana.handle,
        sign_in=str(sign_in.public_id),
        post=str(posting.for_followers(people.hanna, "Between us")),
        device=str(device.public_id),
        report=str(report.public_id),
        sanction=str(sanction.public_id),
    )


def blocked_by(person: User) -> User:
    """For what everybody may see but those who are blocked: it is as if it were not there."""
    stranger = model("Mika")
    stranger.is_host = True
    stranger.save()
    Block.objects.create(blocker=person, blocked=stranger)
    return stranger


#: verb -> fields with an id; None: it names nothing that could be another's.
VERBS: dict[str, dict[str, Any] | None] = {
    "account.delete": None,  # names nobody: one's own
    "account.export": None,
    "appeal": {"sanction": "{sanction}", "text": "It was a joke."},
    "bell": {"person": "{person}"},
    "block": None,  # distance can be put between any two: see test_blocked
    "unblock": None,
    "booking.agree": {"booking": "{booking}"},
    "booking.cancel": {"booking": "{booking}"},
    "booking.no_show": {"booking": "{booking}"},
    "booking.object": {"booking": "{booking}"},
    "booking.rate": {"booking": "{booking}", "stars": 5},
    "calendar.renew": None,
    "call.apply": {"call": "{call}"},
    "call.cancel": {"call": "{call}"},
    "call.confirm": {"application": "{application}"},
    "call.extend": {"call": "{call}", "expires_at": "2040-01-01T00:00:00Z"},
    "call.invite": {"call": "{call}", "person": "{person}"},
    "call.open": {"session": "{session}", "expires_at": "2040-01-01T00:00:00Z"},
    "call.reject": {"application": "{application}"},
    "call.reopen": {"call": "{call}", "expires_at": "2040-01-01T00:00:00Z"},
    "call.shortlist": {"application": "{application}"},
    "call.update": {"call": "{call}"},
    "call.agree": {"application": "{application}"},
    "call.view": {"call": "{call}"},
    "call.withdraw": {"application": "{application}"},
    "conversation.accept": {"conversation": "{conversation}"},
    "conversation.add": {"conversation": "{conversation}", "people": ["{person}"]},
    "conversation.archive": {"conversation": "{conversation}"},
    "conversation.leave": {"conversation": "{conversation}"},
    "conversation.mark_unread": {"conversation": "{conversation}"},
    "conversation.mute": {"conversation": "{conversation}", "seconds": 3600},
    "conversation.read": {"conversation": "{conversation}", "number": 1},
    "conversation.remove": {"conversation": "{conversation}", "person": "{person}"},
    "conversation.rename": {"conversation": "{conversation}", "title": "Ours"},
    "conversation.role": {
        "conversation": "{conversation}",
        "person": "{person}",
        "role": "admin",
    },
    "conversation.start": {"people": ["{person}"], "content": "Hello"},
    "follow": {"person": "{person}"},
    "follow_lists": None,
    "follower.remove": None,  # as with a block
    "message.delete": {"conversation": "{conversation}", "number": 1},
    "message.edit": {"conversation": "{conversation}", "number": 1, "content": "Hello"},
    "message.react": {"conversation": "{conversation}", "number": 1, "emoji": "\N{THUMBS UP SIGN}"},
    "device.register": None,
    "device.remove": {"device": "{device}"},
    "message.send": {"conversation": "{conversation}", "content": "Hello"},
    "notification.keep_quiet": None,
    "notification.look": None,
    "notification.prefer": None,
    "notification.read": None,  # ids of others are passed over: see tests/notifications
    "notification.read_all": None,
    "offer.accept": {"offer": "{offer}"},
    "offer.decline": {"offer": "{offer}"},
    "offer.send": {
        "session": "{session}",
        "person": "{person}",
        "expires_at": "2040-01-01T00:00:00Z",
    },
    "offer.withdraw": {"offer": "{offer}"},
    "post.delete": {"post": "{post}"},
    "post.pin": {"post": "{post}"},
    "post.publish": None,
    "post.update": {
        "post": "{post}",
        "content": "Mine",
        "visibility": "public",
        "link_url": None,
        "expires_at": None,
    },
    "profile.update": None,
    "report": {
        "person": "{person}",
        "reason": "Rude.",
        "conversation": "{conversation}",
        "number": 1,
    },
    "session.cancel": {"session": "{session}"},
    "session.create": None,
    "session.update": {"session": "{session}", "title": "Mine"},
    "typing": {"conversation": "{conversation}"},
    "sign_out": None,  # for browsers alone: see test_revocation
    "token.create": None,
    "unfollow": None,  # as with a block
}

#: Kinds of topics, and the names of theirs.
TOPICS: dict[str, str | None] = {
    "conversation": "conversation.{conversation}",
    "call": "call.{call}",
    "call.host": "call.{call}.host",
    "profile": "profile.{person}",
    "profile.followers": "profile.{person}.followers",
    "user": "user.{person}",
}

#: path -> what it is asked with; None: it names nothing, and shows what is the asker's own.
PATHS: dict[str, dict[str, str] | None] = {
    "agenda": None,
    "applications": None,
    "board": None,
    "calls": None,
    "calls/<uuid:call>": {},
    "calls/<uuid:call>/host": {},
    "calendar": None,
    "directory": None,
    "offers": None,
    "sessions/<uuid:session>": {},
    "sessions/<uuid:session>/prefill": {},
    "conversations/<uuid:conversation>": {},
    "conversations/<uuid:conversation>/card": {},
    "conversations/<uuid:conversation>/messages": {},
    "feed": None,
    "feed/news": None,
    "feed/suggestions": None,
    "conversations/<uuid:conversation>/receipts": {},
    "inbox": None,
    "match": {"session": "{session}"},
    "me": None,
    "notifications": None,
    "notifications/settings": None,
    "notifications/why": None,
    "people": None,
    "people/<str:handle>": {},
    "people/<str:handle>/followers": {},
    "people/<str:handle>/following": {},
    "people/<str:handle>/posts": {},
    "people/<str:handle>/upcoming": {},
    "posts": None,
    "rights": None,
    "reports": None,
    "sanctions": None,
    "search": {"text": "between", "conversation": "{conversation}"},
    "server": None,
    "sign-ins": None,
}

#: Rows that are everybody's unless a block stands between: asked as somebody who is blocked.
PUBLIC = {
    "bell",
    "follow",
    "profile",
    "people/<str:handle>/followers",
    "people/<str:handle>/following",
    "people/<str:handle>/posts",
    "people/<str:handle>/upcoming",
    "call.apply",
    "call.view",
    "conversation.start",
    "call",
    "calls/<uuid:call>",
    "people/<str:handle>",
}


def filled(template: Any, ids: Theirs) -> Any:
    if isinstance(template, str):
        return template.format(**ids._asdict())
    if isinstance(template, list):
        return [filled(item, ids) for item in template]
    if isinstance(template, dict):
        return {name: filled(value, ids) for name, value in template.items()}
    return template


def routes(patterns: list[Any] = api.urlpatterns, prefix: str = "") -> dict[str, type]:
    """Every path of the API, as the resolver knows it, with its view."""
    found: dict[str, type] = {}
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found[route] = getattr(pattern.callback, "view_class", type(None))
    return found


def another_host() -> User:
    """Mika, who also hosts, so that only the id is wrong and not what she is."""
    person = host("Mika")
    person.is_model = True
    person.save()
    ModelProfile.objects.create(user_profile=person, pose_styles=["dynamic"])
    return person
