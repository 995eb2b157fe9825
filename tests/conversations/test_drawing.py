"""Pictures in their true colours, drawn by a process that may die of them."""

import io
import os
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.test import override_settings
from PIL import Image as Picture

from conversations import drawing, pixels
from conversations.actions import images
from conversations.models import Image
from conversations.pixels import Unusable
from tests import processes
from tests.conversations.test_images import picture, ready, show
from tests.people import Cast, person
from tests.refusals import refused
from tests.stories import talking

# --- colours ---------------------------------------------------------------------------------

SRGB_CURVE = struct.pack(
    ">4sIHH5i",
    b"para",
    0,
    3,
    0,
    *(round(n * 65536) for n in (2.4, 0.94787, 0.05213, 0.0774, 0.04045)),
)
GAMMA_2_2 = struct.pack(">4sIIH", b"curv", 0, 1, round(2.19921875 * 256)) + b"\0\0"
#: Red, green and blue as XYZ under D50.
DISPLAY_P3 = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
WHITE = (0.96420, 1.0, 0.82491)


def profile(colours: tuple[tuple[float, ...], ...], curve: bytes) -> bytes:
    """An ICC profile of a screen, as small as it can be."""
    tags = {b"wtpt": xyz(WHITE)} | dict(
        zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(xyz, colours), strict=True)
    )
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += struct.pack(">4sII", name, at + len(data), len(tag))
        data += tag
    size = at + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    head += struct.pack(">3i", *(round(n * 65536) for n in WHITE)) + b"\0" * 48
    assert len(head) == 128
    return head + struct.pack(">I", len(tags)) + table + data


def xyz(colour: tuple[float, ...]) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(round(n * 65536) for n in colour))


P3, ADOBE = profile(DISPLAY_P3, SRGB_CURVE), profile(ADOBE_RGB, GAMMA_2_2)


def colour(raw: bytes) -> tuple[int, ...]:
    with Picture.open(io.BytesIO(drawing.make_safe(raw).large)) as drawn:
        assert "icc_profile" not in drawn.info
        found = drawn.convert("RGB").getpixel((drawn.width // 2, drawn.height // 2))
        assert isinstance(found, tuple)
        return found


def saved(image: Picture.Image, kind: str, **how: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def skin(mode: str = "RGB") -> Picture.Image:
    return Picture.new("RGB", (60, 40), (200, 90, 60)).convert(mode)


def by_exif(colours: str) -> bytes:
    exif = Picture.Exif()
    exif.get_ifd(0x8769)[0xA001] = 0xFFFF
    exif.get_ifd(0x8769)[0xA005] = {1: colours}
    return exif.tobytes()


#: What is uploaded, and the colour that every screen should show.
COLOURS: dict[str, tuple[Callable[[], bytes], tuple[int, ...]]] = {
    "a photo of a phone": (
        lambda: saved(skin(), "JPEG", quality=95, icc_profile=P3),
        (217, 80, 45),
    ),
    "a PNG of a phone": (lambda: saved(skin(), "PNG", icc_profile=P3), (217, 80, 45)),
    "a WebP of a phone": (
        lambda: saved(skin(), "WEBP", lossless=True, icc_profile=P3),
        (217, 80, 45),
    ),
    "of a camera": (lambda: saved(skin(), "JPEG", quality=95, icc_profile=ADOBE), (231, 89, 58)),
    "of a camera that says so in EXIF alone": (
        lambda: saved(skin(), "JPEG", quality=95, exif=by_exif("R03")),
        (231, 89, 58),
    ),
    "of a camera with the colours of screens": (
        lambda: saved(skin(), "JPEG", quality=95, exif=by_exif("R98")),
        (200, 90, 60),
    ),
    "a palette of a phone": (
        lambda: saved(skin().quantize(4), "PNG", icc_profile=P3),
        (217, 80, 45),
    ),
    "not see-through": (lambda: saved(skin("RGBA"), "PNG", icc_profile=P3), (217, 80, 45)),
    "a palette": (lambda: saved(skin().quantize(4), "PNG"), (200, 90, 60)),
    "without a profile": (lambda: saved(skin(), "PNG"), (200, 90, 60)),
    "with a profile of nothing": (
        lambda: saved(skin(), "PNG", icc_profile=b"x" * 300),
        (200, 90, 60),
    ),
    "grey, with a profile of colours": (
        lambda: saved(Picture.new("L", (60, 40), 120), "PNG", icc_profile=P3),
        (120, 120, 120),
    ),
    "of 16 bits": (
        lambda: saved(Picture.new("I;16", (60, 40), 120 * 256 + 128), "PNG"),
        (120, 120, 120),
    ),
    "black and white": (lambda: saved(Picture.new("1", (60, 40), 1), "PNG"), (255, 255, 255)),
    "half see-through": (
        lambda: saved(Picture.new("RGBA", (60, 40), (0, 0, 0, 128)), "PNG"),
        (127, 127, 127),
    ),
    "see-through by a colour": (
        lambda: saved(Picture.new("RGB", (60, 40), (9, 9, 9)), "PNG", transparency=(9, 9, 9)),
        (255, 255, 255),
    ),
}


@pytest.mark.parametrize("kind", COLOURS)
def test_colours_are_those_that_the_photographer_saw(kind: str) -> None:
    make, wanted = COLOURS[kind]
    assert max(abs(a - b) for a, b in zip(colour(make()), wanted, strict=True)) <= 4


# --- a process of its own --------------------------------------------------------------------


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA=tmp_path):
        yield tmp_path


def test_what_takes_too_much_memory_ends_only_its_own_process(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MEMORY", 200 * 1024 * 1024)
    bomb = saved(Picture.new("RGBA", (7071, 7070)), "PNG")
    assert len(bomb) < 1_000_000
    image = ready(people.ana, bomb)
    assert (image.state, image.problem) == (Image.REFUSED, "This picture is too much to draw.")


def test_what_takes_too_long_is_ended(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "PATIENCE", 0.2)
    before = {child.pid for child in psutil.Process(os.getpid()).children()}
    with pytest.raises(Unusable, match="takes too long"):
        drawing.make_safe(saved(Picture.new("RGB", (7000, 7000)), "PNG", compress_level=1))
    assert {child.pid for child in psutil.Process(os.getpid()).children()} <= before


def test_what_takes_too_much_work_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "WORK", 1)
    noise = Picture.effect_noise((7071, 7070), 80).convert("RGB")
    raw = saved(noise, "JPEG", progressive=True, subsampling=0, quality=95)
    with pytest.raises(Unusable, match="too much to draw"):
        drawing.make_safe(raw)


BOMBS: dict[str, Callable[[], bytes]] = {
    "single bits": lambda: saved(Picture.new("1", (7071, 7070)), "PNG"),
    "a palette": lambda: saved(Picture.new("P", (7071, 7070)), "PNG"),
    "a moving one": lambda: saved(Picture.new("P", (7071, 7070)), "GIF"),
    "a lossless WebP": lambda: saved(Picture.new("RGBA", (16383, 3051)), "WEBP", lossless=True),
    "a progressive JPEG": lambda: saved(
        Picture.new("RGB", (7071, 7070)), "JPEG", progressive=True, subsampling=0
    ),
    "16 bits": lambda: saved(Picture.new("I;16", (7071, 7070)), "PNG"),
    "a profile without an end": lambda: saved(skin(), "PNG", icc_profile=b"\0" * 60_000_000),
}


#: The others take some seconds each to make, and meet the same limits.
USUAL = ("single bits", "a lossless WebP", "a profile without an end")
LARGEST = [kind if kind in USUAL else pytest.param(kind, marks=pytest.mark.long) for kind in BOMBS]


@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_that_is_meant_is_drawn_or_refused(kind: str) -> None:
    """And nothing of it is ever in this process."""
    raw = BOMBS[kind]()
    try:
        safe = drawing.make_safe(raw)
    except Unusable:
        assert kind == "a profile without an end"
    else:
        assert max(safe.width, safe.height) <= pixels.LONGEST
        assert len(safe.large) + len(safe.small) < drawing.RESULT


def test_the_process_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    run = subprocess.run

    def watched(*args: Any, **how: Any) -> Any:
        seen.update(how["env"])
        return run(*args, **how)

    monkeypatch.setattr(subprocess, "run", watched)
    drawing.make_safe(picture())
    assert set(seen) == {"PATH", "LC_ALL"}


def test_while_many_bombs_are_drawn_the_worker_goes_on(
    people: Cast, the_worker: processes.Process, environment: dict[str, str]
) -> None:
    bomb = saved(Picture.new("1", (7071, 7070)), "PNG")
    with override_settings(DATA=Path(environment["CALLBOARD_DATA"])):
        sent = [images.take_in(bomb, by=person("Eve")) for _ in range(4)]
        deadline = time.monotonic() + 100
        while Image.objects.filter(pk__in=[i.pk for i in sent], state=Image.UPLOADED).exists():
            assert time.monotonic() < deadline
            time.sleep(0.2)
    worker = psutil.Process(the_worker.pid)
    assert worker.is_running()
    assert worker.memory_info().rss < 400 * 1024 * 1024


# --- what its owner is told ------------------------------------------------------------------


def test_a_refused_picture_is_refused_with_its_reason(people: Cast) -> None:
    talk = talking(people.ana, people.hanna)
    broken = ready(people.ana, b"\x89PNG\r\n\x1a\nnothing")
    with refused("conflict") as said:
        show(people.ana, talk, broken)
    assert said.message == "This picture is damaged."
    waiting = Image.objects.create(owner=people.ana)
    with refused("conflict") as said:
        show(people.ana, talk, waiting)
    assert "not ready yet" in said.message
