"""The thing that is reported, as the reporter sees it: found for them, and kept as it is now."""

from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from conversations import queries as talk
from conversations.models import Conversation, Message, Participant
from conversations.queries import messages
from core import clock
from core.refused import Refused, not_found
from feed import queries as feed
from feed.queries import shapes as posts
from moderation.verbs import Report
from people import queries as people
from people.models import User
from protocol.wire import Object
from workflows import queries as work
from workflows.queries import own, shapes

#: So many messages up to the reported one are kept with it: alone it may say nothing.
CONTEXT = 6
#: Lines of the system in which somebody names a group.
NAMING = ("group.started", "group.renamed")

Json = dict[str, Any]


class Evidence(NamedTuple):
    thing: str
    about: str
    person: User
    kept: Json
    message: Message | None = None


def find(ask: Report, *, by: User) -> Evidence:
    """The one thing that was named. Not found where the reporter cannot see it."""
    named = [name for name in FINDERS if name != "person" and getattr(ask, name)]
    if len(named) > 1:
        raise Refused("bad_request", "Report one thing at a time.", field=named[1])
    found = FINDERS[named[0] if named else "person"](ask, by)
    if ask.person is not None and ask.person != found.person.public_id:
        raise Refused("bad_request", "This is somebody else's.", field="person")
    if found.person.pk == by.pk:
        raise Refused("bad_request", "You cannot report yourself.", field="person")
    return found


def _seen(shown: Object) -> Json:
    kept: Json = msgspec.to_builtins(shown)
    return kept


def _profile(ask: Report, by: User) -> Evidence:
    if ask.person is None:
        raise Refused("bad_request", "Name a person, or a thing of theirs.", field="person")
    person = people.anybody(ask.person)
    return Evidence("profile", f"profile.{person.public_id}", person, _seen(people.page_of(person)))


# --- what is said ------------------------------------------------------------------------------


def _in_conversation(ask: Report, by: User) -> Evidence:
    assert ask.conversation is not None
    if ask.number is None:
        return _group(ask.conversation, by)
    conversation = talk.conversation(ask.conversation, of_user=by)
    row = messages.visible(conversation, ask.number, reader=by)
    until, _ = messages.page(conversation, reader=by, before=ask.number + 1, limit=CONTEXT)
    author = row.sender or _behind_line(row, by)
    shown = until[-1]
    kept = {
        **_seen(shown),
        "image": _image_of(row),
        "before": [_line(message) for message in until[:-1]],
    }
    signs = {one.person for one in shown.reactions if one.on}
    if ask.person in signs and ask.person != author.public_id:
        person = User.objects.get(public_id=ask.person)
        about = f"reaction.{ask.conversation}.{ask.number}"
        return Evidence("reaction", about, person, kept, row)
    return Evidence("message", f"message.{ask.conversation}.{ask.number}", author, kept, row)


def _behind_line(row: Message, by: User) -> User:
    """Whose words are in a line of the system: of who acted in a group, or of the other side."""
    data: Json = row.data or {}
    named = [data[role] for role in ("by", "host", "model") if role in data]
    others = [one["id"] for one in named if one["id"] != str(by.public_id)]
    found = User.objects.filter(public_id=others[0]).first() if others else None
    if found is None:
        raise Refused("bad_request", "Nobody else wrote this line.", field="number")
    return found


def _line(message: Any) -> Json:
    """Who said what, by public id; the system has none."""
    return {"sender": message.sender and str(message.sender), "content": message.content}


def _image_of(row: Message) -> str | None:
    image = getattr(row, "image", None)
    return str(image.public_id) if image is not None else None


def _group(conversation: UUID, by: User) -> Evidence:
    """Its title and who is in it; the person is whoever has given it the title."""
    found = talk.conversation(conversation, of_user=by)
    if found.opened_by is None:
        raise not_found()
    there = Participant.objects.filter(conversation=found, left_at=None).select_related("user")
    kept = {"title": found.title, "people": sorted(str(place.user) for place in there)}
    author = _who_named(found)
    if author is None or author.pk == by.pk:
        author = found.opened_by
    return Evidence("group", f"group.{conversation}", author, kept)


def _who_named(group: Conversation) -> User | None:
    """Whoever started it, or has given it another title since."""
    lines = Message.objects.filter(conversation=group, kind=Message.SYSTEM, data__type__in=NAMING)
    last = lines.filter(number__lte=group.last_number).order_by("-number").first()
    if last is None or last.data is None:
        return None
    return User.objects.filter(public_id=last.data["by"]["id"]).first()


def _post(ask: Report, by: User) -> Evidence:
    assert ask.post is not None
    row = feed.visible_to(by).select_related("author").filter(public_id=ask.post).first()
    if row is None:
        raise not_found()
    return Evidence("post", f"post.{ask.post}", row.author, _seen(posts.post(row)))


# --- evenings ------------------------------------------------------------------------------------


def _session(ask: Report, by: User) -> Evidence:
    assert ask.session is not None
    row = work.session(ask.session, seen_by=by)
    kept = shapes.session(row, knows_place=shapes.knows_place(row, by))
    return Evidence("session", f"session.{ask.session}", row.host, _seen(kept))


def _call(ask: Report, by: User) -> Evidence:
    assert ask.call is not None
    row = work.call(ask.call, seen_by=by)
    kept = shapes.call(row, knows_place=shapes.knows_place(row.calendar_session, by))
    return Evidence("call", f"call.{ask.call}", row.host, _seen(kept))


def _application(ask: Report, by: User) -> Evidence:
    """To the host it is about the model, to the model about what they have applied to."""
    assert ask.application is not None
    row = work.application(ask.application, of=by)
    about, model = f"application.{ask.application}", row.model.user_profile
    if model.pk != by.pk:
        return Evidence("application", about, model, _seen(shapes.applicant(row)))
    return Evidence("application", about, row.open_call.host, _seen(shapes.my_application(row)))


def _offer(ask: Report, by: User) -> Evidence:
    assert ask.offer is not None
    row = work.offer(ask.offer, of=by)
    other = row.model.user_profile if row.host_id == by.pk else row.host
    kept = shapes.offer(row, by.pk, clock.now())
    return Evidence("offer", f"offer.{ask.offer}", other, _seen(kept))


def _booking(ask: Report, by: User) -> Evidence:
    assert ask.booking is not None
    row = own.bookings(by).get(pk=work.booking(ask.booking, of=by).pk)
    host, model = row.calendar_session.host, row.model.user_profile
    other = model if host.pk == by.pk else host
    return Evidence("booking", f"booking.{ask.booking}", other, _seen(shapes.booking(row, by.pk)))


#: By the field that names the thing.
FINDERS = {
    "person": _profile,
    "conversation": _in_conversation,
    "post": _post,
    "session": _session,
    "call": _call,
    "application": _application,
    "offer": _offer,
    "booking": _booking,
}


def as_text(kept: Json) -> str:
    """For the staff to read."""
    return msgspec.json.format(msgspec.json.encode(kept), indent=2).decode()
