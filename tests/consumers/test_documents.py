"""What the machine-readable documents say is what is on the wire, to the last field."""

import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema_rs
import pytest

from consumers.commands import COMMANDS
from people.models import User
from server import framing
from tests import stories
from tests.client import Client, Frame
from tests.house.files import ROOT
from tests.people import Cast, token
from tests.processes import Web

ASYNCAPI = json.loads((ROOT / "docs/asyncapi.json").read_text())
ANY_FRAME = json.loads((ROOT / "docs/protocol.schema.json").read_text())
COMPONENTS = ASYNCAPI["components"]


class Recorder(Client):
    """Keeps what it says, too."""

    async def send(self, frame: Frame | str | bytes) -> None:
        assert isinstance(frame, dict)
        self.said = [*getattr(self, "said", []), frame]
        await super().send(frame)

    def names(self) -> list[tuple[str, Frame]]:
        """Every frame of both sides with the name of its message."""
        asked = {frame["ref"]: frame["type"] for frame in self.said if "ref" in frame}
        return [
            *((f"client.{frame['type']}", frame) for frame in self.said),
            *((_name(frame, asked), frame) for frame in self.frames),
        ]


Record = Callable[[User], Awaitable[Recorder]]


def _name(frame: Frame, asked: dict[int, str]) -> str:
    if frame["type"] != "reply":
        return f"server.{frame['type']}"
    return f"reply.{asked[frame['ref']]}" if frame["ok"] else "reply.refused"


def strict(schema: Any) -> Any:
    """A frame with a field that no document names is one that the documents do not know."""
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(body) for name, body in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        closed.setdefault("additionalProperties", False)
    return closed


def fits(payload: Any, frame: Any) -> None:
    whole = {**strict(payload), "components": {"schemas": strict(COMPONENTS["schemas"])}}
    jsonschema_rs.Draft202012Validator(whole).validate(frame)


@pytest.fixture
async def record(webs: list[Web]) -> AsyncIterator[Record]:
    async with AsyncExitStack() as stack:

        async def open_recorder(person: User) -> Recorder:
            client = await Recorder.connect(webs[0].port, token(person))
            stack.push_async_callback(client.close)
            await client.hello()
            assert isinstance(client, Recorder)
            return client

        yield open_recorder


async def test_every_frame_is_as_the_documents_say(
    people: Cast, talk: str, call: str, record: Record
) -> None:
    hanna, ana, mika = [await record(p) for p in (people.hanna, people.ana, people.mika)]
    await talking(people, talk, hanna, ana)
    await in_a_group(people, hanna, ana)
    await choosing(people, call, hanna, ana)
    await following(people, hanna, ana)
    await mika.refused("message.send", key=str(uuid.uuid4()), conversation=talk, content="Hi")
    await mika.refused("call.apply", key=str(uuid.uuid4()), call=call)
    named = [pair for client in (hanna, ana, mika) for pair in client.names()]
    whole = jsonschema_rs.Draft202012Validator(ANY_FRAME)
    for name, frame in named:
        fits(COMPONENTS["messages"][name]["payload"], frame)
        whole.validate(frame)
    seen = {name for name, _ in named}
    assert seen >= {f"server.{name}" for name in EVENTS}
    assert {f"reply.{verb}" for verb in ("sync", "watch", "unwatch", "presence")} <= seen
    assert len({name for name in seen if name.startswith("reply.")}) > len(COMMANDS) // 2
    returned = [o for _, f in named for o in objects_in(f)]
    for stored in returned:
        fits(framing.objects()[stored["type"]], stored)
    assert {"message.created", "participant.changed"} <= {o["type"] for o in returned}


#: Of those, each is heard above.
EVENTS = {
    "applicant.changed",
    "application.changed",
    "booking.changed",
    "call.changed",
    "call.told",
    "conversation.changed",
    "host_call.changed",
    "inbox.changed",
    "me.changed",
    "message.changed",
    "message.created",
    "notification.changed",
    "participant.changed",
    "post.changed",
    "reaction.changed",
    "session.changed",
    "typing",
    "welcome",
}


def objects_in(frame: Frame) -> list[Frame]:
    """What a welcome, a sync or a watch brings."""
    data = frame.get("topics") or frame.get("data")
    states = data.values() if isinstance(data, dict) else ()
    topics = [data, *states]
    return [o for t in topics if isinstance(t, dict) for o in t.get("objects", ())]


async def talking(people: Cast, talk: str, hanna: Client, ana: Client) -> None:
    sent = await hanna.say(talk, "Tuesday?")
    place = {"conversation": talk, "number": sent["number"]}
    await ana.hears("message.created", number=sent["number"])
    await ana.do("message.react", **place, emoji=stories.HEART)
    await hanna.do("message.edit", key=str(uuid.uuid4()), **place, content="Wednesday?")
    await ana.do("typing", conversation=talk)
    await hanna.hears("typing")
    await ana.do("conversation.read", **place)
    await ana.do("conversation.mute", conversation=talk, seconds=60)
    await ana.do("conversation.mark_unread", conversation=talk)
    await ana.do("conversation.archive", conversation=talk)
    await ana.hears("inbox.changed", archived=True)
    await hanna.do("presence", people=[str(people.ana.public_id)])
    await hanna.do("message.delete", key=str(uuid.uuid4()), **place)
    await ana.hears("message.changed", number=sent["number"], content="")
    await ana.do("sync", cursors={f"conversation.{talk}": 1})


async def in_a_group(people: Cast, hanna: Client, ana: Client) -> None:
    stories.talking(people.hanna, people.jane)
    two = [str(people.ana.public_id), str(people.jane.public_id)]
    start = {"key": str(uuid.uuid4()), "people": two, "title": "Tuesday crew"}
    group = (await hanna.do("conversation.start", **start))["conversation"]
    of = {"conversation": group, "person": two[0]}
    await hanna.do("conversation.role", key=str(uuid.uuid4()), **of, role="admin")
    await hanna.do("conversation.rename", key=str(uuid.uuid4()), conversation=group, title="Crew")
    await ana.hears("conversation.changed", title="Crew")
    await hanna.do("conversation.remove", key=str(uuid.uuid4()), **of)
    await ana.hears("participant.changed", left=True)
    await hanna.do("sync", cursors={f"conversation.{group}": 0})


async def choosing(people: Cast, call: str, hanna: Client, ana: Client) -> None:
    await ana.do("watch", topic=f"call.{call}")
    await hanna.do("watch", topic=f"call.{call}.host")
    applied = await ana.do("call.apply", key=str(uuid.uuid4()), call=call, note="I would!")
    application = applied["application"]
    await hanna.hears("applicant.changed")
    await hanna.do("call.view", call=call)
    await hanna.do("call.shortlist", application=application)
    confirmed = await hanna.do("call.confirm", key=str(uuid.uuid4()), application=application)
    await ana.hears("call.changed", status="filled")
    await ana.hears("booking.changed")
    await ana.do("booking.cancel", key=str(uuid.uuid4()), booking=confirmed["booking"])
    await ana.do("unwatch", topic=f"call.{call}")
    evening = datetime.now(UTC) + timedelta(days=9)
    fields = {"title": "Drawing", "minutes": 120, "time_zone": "UTC"}
    local = evening.replace(tzinfo=None, microsecond=0).isoformat()
    session = await hanna.do("session.create", key=str(uuid.uuid4()), local_start=local, **fields)
    ends = (evening - timedelta(days=1)).isoformat()
    opened = {"session": session["session"], "expires_at": ends}
    second = await hanna.do("call.open", key=str(uuid.uuid4()), **opened)
    invited = {"call": second["call"], "person": str(people.ana.public_id)}
    await hanna.do("call.invite", key=str(uuid.uuid4()), **invited)
    await ana.hears("call.told")
    offer = {"person": str(people.ana.public_id), **opened}
    sent = await hanna.do("offer.send", key=str(uuid.uuid4()), **offer)
    await ana.do("offer.decline", key=str(uuid.uuid4()), offer=sent["offer"])


async def following(people: Cast, hanna: Client, ana: Client) -> None:
    await ana.do("follow", person=str(people.hanna.public_id))
    await ana.do("bell", person=str(people.hanna.public_id))
    await ana.do("watch", topic=f"profile.{people.hanna.public_id}")
    await hanna.do("post.publish", key=str(uuid.uuid4()), content="Come and draw")
    await ana.hears("post.changed")
    await ana.do("notification.look")
    await ana.do("notification.read_all")
    await ana.do("profile.update", about="I hold long poses.")
    await ana.hears("me.changed")


def references(document: Any) -> list[str]:
    if isinstance(document, list):
        return [ref for part in document for ref in references(part)]
    if not isinstance(document, dict):
        return []
    own = [document["$ref"]] if isinstance(document.get("$ref"), str) else []
    return own + [ref for part in document.values() for ref in references(part)]


@pytest.mark.parametrize("document", [ASYNCAPI, ANY_FRAME], ids=["asyncapi", "schema"])
def test_every_reference_leads_somewhere(document: Any) -> None:
    found = set(references(document))
    assert len(found) > 100
    for ref in found:
        place = document
        for part in ref.removeprefix("#/").split("/"):
            place = place[part]


def test_every_verb_names_its_answer() -> None:
    for verb in framing.sent():
        operation = ASYNCAPI["operations"][f"ask.{verb}"]
        if verb in framing.QUIET:
            assert "reply" not in operation
        else:
            good, refused = (ref["$ref"] for ref in operation["reply"]["messages"])
            assert good.endswith("server.welcome" if verb == "hello" else f"reply.{verb}")
            assert refused.endswith("reply.refused")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("message.created", {"unread": None}),
        ("message.created", {"colour": "blue"}),
        ("call.changed", {"now": 12}),
        ("typing", {"version": 3}),
    ],
)
def test_a_frame_that_is_otherwise_is_noticed(name: str, change: Frame) -> None:
    """Of a frame with the fields that the document names, one is wrong or one too many."""
    payload = COMPONENTS["messages"][f"server.{name}"]["payload"]
    with pytest.raises(jsonschema_rs.ValidationError) as wrong:
        fits({**payload, "required": []}, change)
    assert next(iter(change)) in str(wrong.value)
