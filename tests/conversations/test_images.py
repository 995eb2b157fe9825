"""Pictures: taken in, drawn anew, shown to those who may see them, and then gone."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import override_settings
from PIL import Image as Picture

from conversations import pixels, shelf
from conversations.actions import images, messages
from conversations.models import Image
from conversations.pixels import TURNED, Unusable
from conversations.queries.images import shown
from conversations.verbs import SendMessage, Sent
from people.models import User
from tests import clock, processes
from tests.people import Cast, token
from tests.refusals import refused
from tests.stories import group, leave, row_of, start, talking, unsend
from tests.verify import Verify


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> Any:
    with override_settings(DATA=tmp_path):
        yield tmp_path


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **how: Any) -> bytes:
    written = io.BytesIO()
    Picture.new("RGB", size, "firebrick").save(written, kind, **how)
    return written.getvalue()


def ready(owner: User, raw: bytes | None = None) -> Image:
    """Uploaded, and looked at by the worker."""
    image = images.take_in(raw or picture(), by=owner)
    images.make_safe(image.public_id)
    image.refresh_from_db()
    return image


def show(by: User, conversation: uuid.UUID, image: Image, caption: str = "") -> Sent:
    ask = SendMessage(
        key=uuid.uuid4(),
        conversation=conversation,
        kind="image",
        image=image.public_id,
        content=caption,
    )
    return messages.send_message(ask, by=by)


# --- drawn anew ------------------------------------------------------------------------------


def test_nothing_but_the_picture_is_left() -> None:
    exif = Picture.Exif()
    exif[0x010F] = "Ana's camera"
    exif[0x0112] = 6  # lies on its side
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (52.0, 30.0, 0.0)
    raw = picture(exif=exif.tobytes(), comment=b"at home")
    assert b"Ana's camera" in raw
    safe = pixels.make_safe(raw)
    assert (safe.width, safe.height) == (800, 1200)
    for kept in (safe.large, safe.small):
        assert b"camera" not in kept
        assert b"Exif" not in kept
        assert b"at home" not in kept
        with Picture.open(io.BytesIO(kept)) as opened:
            assert len(opened.getexif()) == 0
            assert "comment" not in opened.info


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_as_the_camera_was_held(orientation: int) -> None:
    """Red above blue, left of green."""
    seen = Picture.new("RGB", (80, 40), "lime")
    seen.paste("red", (0, 0, 40, 20))
    seen.paste("blue", (0, 20, 40, 40))
    exif = Picture.Exif()
    exif[0x0112] = orientation
    back = {6: Picture.Transpose.ROTATE_90, 8: Picture.Transpose.ROTATE_270}
    held = seen.transpose(back.get(orientation) or TURNED[orientation]) if orientation > 1 else seen
    written = io.BytesIO()
    held.save(written, "PNG", exif=exif.tobytes())
    safe = pixels.make_safe(written.getvalue())
    with Picture.open(io.BytesIO(safe.large)) as drawn:
        bands = [band.getpixel for band in drawn.split()]
        corners = [[bands[n](at) for n in range(3)] for at in ((10, 8), (10, 32), (70, 20))]
    strongest = [corner.index(max(corner)) for corner in corners]  # type: ignore[type-var]
    assert (drawn.size, strongest) == ((80, 40), [0, 2, 1])


@pytest.mark.parametrize("at", range(4, 90, 4))
def test_what_is_damaged_beside_a_picture_costs_nothing_of_it(at: int) -> None:
    exif = Picture.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
    raw = bytearray(picture(exif=exif.tobytes()))
    begin = raw.find(b"Exif") + at
    raw[begin : begin + 4] = b"\xff\x00\xff\xff"
    assert pixels.make_safe(bytes(raw)).width in (1200, 800)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_that_is_taken_comes_out_as_one(kind: str) -> None:
    safe = pixels.make_safe(picture(kind, size=(3000, 100)))
    assert (safe.width, safe.height) == (2048, 68)
    assert pixels.kind_of(safe.large) == pixels.kind_of(safe.small) == "JPEG"


@pytest.mark.parametrize(
    "raw",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"\xff\xd8\xff" + b"not really",
        b"\x89PNG\r\n\x1a\n<script>",
        picture()[:300],
        b"",
    ],
)
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(Unusable):
        pixels.make_safe(raw)


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    bomb = picture("PNG", size=(1, 1))
    header = bytearray(bomb)
    header[16:24] = (50_000).to_bytes(4, "big") * 2
    with pytest.raises(Unusable):
        pixels.make_safe(bytes(header))


# --- on the way ------------------------------------------------------------------------------


def test_it_is_told_when_it_is_ready(people: Cast, verify: Verify) -> None:
    image = images.take_in(picture(), by=people.hanna)
    with verify(people.hanna):
        images.make_safe(image.public_id)
    with verify():
        images.make_safe(image.public_id)
    assert not shelf.file_of(image.public_id, "upload").exists()


def test_a_damaged_one_is_told_with_the_reason(people: Cast, verify: Verify) -> None:
    image = images.take_in(picture()[:300], by=people.hanna)
    with verify(people.hanna):
        images.make_safe(image.public_id)
    image.refresh_from_db()
    assert (image.state, image.problem) == ("refused", "This picture is damaged.")
    with refused("conflict"):
        show(people.hanna, talking(people.hanna, people.ana), image)


def test_what_is_too_large_or_no_picture_is_not_taken_in(people: Cast) -> None:
    with refused("unsupported_media"):
        images.take_in(b"<svg/>", by=people.hanna)
    with refused("too_large"):
        images.take_in(b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), by=people.hanna)


def test_it_is_shown_once_and_by_its_owner(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    image = ready(people.hanna)
    with refused("not_found"):
        show(people.ana, conversation, image)
    with verify(people.hanna, people.ana):
        show(people.hanna, conversation, image, "The attic.")
    with refused("not_found"):
        show(people.hanna, conversation, image)
    with refused("not_found"):
        show(people.mika, conversation, ready(people.mika))


def test_it_is_not_shown_before_it_is_safe(people: Cast) -> None:
    image = images.take_in(picture(), by=people.hanna)
    with refused("conflict"):
        show(people.hanna, talking(people.hanna, people.ana), image)
    with refused("not_found"):
        shown(image.public_id, to=people.hanna)


def test_strangers_do_not_show_pictures(people: Cast) -> None:
    conversation = start(people.hanna, people.ana).conversation
    with refused("forbidden", reasons=["awaiting_answer"]):
        show(people.hanna, conversation, ready(people.hanna))


# --- who sees it -----------------------------------------------------------------------------


def test_those_of_the_conversation_see_it_and_nobody_else(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    image = ready(people.hanna)
    for person in (people.ana, people.mika):
        with refused("not_found"):
            shown(image.public_id, to=person)
    number = show(people.hanna, conversation, image).number
    for person in (people.hanna, people.ana):
        assert shown(image.public_id, to=person) == image
    with refused("not_found"):
        shown(image.public_id, to=people.mika)
    unsend(people.hanna, conversation, number)
    for person in (people.hanna, people.ana):
        with refused("not_found"):
            shown(image.public_id, to=person)


def test_who_left_sees_what_was_shown_before_and_nothing_after(people: Cast) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    before, after = ready(people.hanna), ready(people.hanna)
    show(people.hanna, conversation, before)
    leave(people.jane, conversation)
    show(people.hanna, conversation, after)
    assert shown(before.public_id, to=people.jane) == before
    with refused("not_found"):
        shown(after.public_id, to=people.jane)


def test_what_nobody_sent_is_collected(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    kept, orphan, taken_back = (ready(people.hanna) for _ in range(3))
    show(people.hanna, conversation, kept)
    number = show(people.hanna, conversation, taken_back).number
    unsend(people.hanna, conversation, number)
    clock.travel(timedelta(hours=25))
    assert images.collect() >= 2
    there = Image.objects.filter(owner=people.hanna).values_list("pk", flat=True)
    assert list(there) == [kept.pk]
    assert not shelf.file_of(orphan.public_id, "large").exists()
    assert shelf.file_of(kept.public_id, "small").exists()
    assert row_of(conversation).last_number == number


# --- over HTTP -------------------------------------------------------------------------------


async def test_there_and_back_over_http(
    people: Cast, webs: list[processes.Web], the_worker: processes.Process, connect: Any
) -> None:
    conversation = str(talking(people.hanna, people.ana))
    hanna, ana, mika = [await connect(p) for p in (people.hanna, people.ana, people.mika)]
    origin = webs[0].origin

    async def ask(who: User, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token(who)}", **how.pop("headers", {})}
        async with httpx.AsyncClient(base_url=origin, headers=headers) as http:
            return await http.request(method, path, **how)

    refusal = await ask(people.hanna, "POST", "/media/images", content=b"<svg/>")
    assert refusal.status_code == 415
    taken = (await ask(people.hanna, "POST", "/media/images", content=picture())).json()
    assert taken["state"] == "uploaded"
    await hanna.hears("image.changed", within=60, id=taken["id"], state="ready")
    key = str(uuid.uuid4())
    fields = {"kind": "image", "image": taken["id"], "content": "The attic."}
    await hanna.do("message.send", key=key, conversation=conversation, **fields)
    heard = await ana.hears("message.created", kind="image")
    assert heard["data"]["data"] == {
        "type": "image",
        "image": taken["id"],
        "width": 1200,
        "height": 800,
    }
    path = f"/media/images/{taken['id']}/small"
    got = await ask(people.ana, "GET", path)
    assert (got.status_code, got.headers["content-type"]) == (200, "image/jpeg")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    again = await ask(people.ana, "GET", path, headers={"If-None-Match": got.headers["etag"]})
    assert again.status_code == 304
    assert (await ask(people.mika, "GET", path)).status_code == 404
    nowhere = f"/media/images/{uuid.uuid4()}/small"
    assert (await ask(people.mika, "GET", nowhere)).json() == (
        await ask(people.mika, "GET", path)
    ).json()
    async with httpx.AsyncClient(base_url=origin) as nobody:
        assert (await nobody.get(path)).status_code == 401
        assert (await nobody.post("/media/images", content=picture())).status_code == 401
    assert mika.events() == []
