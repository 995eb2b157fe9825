"""The folder of pictures: shared by all processes, sometimes full, sometimes of another day."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from conversations import drawing, shelf
from conversations.actions import images
from conversations.models import Image
from core import orphans
from tests import clock
from tests.conversations.test_images import picture, ready
from tests.people import Cast
from tests.refusals import refused


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA=tmp_path):
        yield tmp_path


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow; what was there before the end of it was written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, told)


def files() -> list[str]:
    return sorted(os.listdir(shelf.folder()))


def test_on_a_full_disk_nothing_is_left_of_an_upload(
    people: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with refused("unavailable"), full_disk():
        images.take_in(picture(), by=people.hanna)
    assert files() == []
    assert not Image.objects.filter(owner=people.hanna).exists()
    assert "cannot be kept" in caplog.text


def test_on_a_full_disk_a_picture_waits_for_its_worker(people: Cast, monkeypatch: Any) -> None:
    image = images.take_in(picture(), by=people.hanna)
    safe = drawing.make_safe(picture())
    monkeypatch.setattr(drawing, "make_safe", lambda raw: safe)
    with pytest.raises(OSError, match="too large"), full_disk():
        images.make_safe(image.public_id)
    assert files() == [f"{image.public_id}.upload"]
    images.make_safe(image.public_id)
    image.refresh_from_db()
    assert image.state == Image.READY


def test_what_lies_on_another_machine_is_tried_again_and_then_lost(
    people: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    image = images.take_in(picture(), by=people.hanna)
    shelf.file_of(image.public_id, "upload").unlink()
    with pytest.raises(FileNotFoundError):
        images.make_safe(image.public_id)
    image.refresh_from_db()
    assert (image.state, image.problem) == (Image.UPLOADED, "")
    assert "all processes have to share CALLBOARD_DATA" in caplog.text
    clock.travel(images.LOST)
    images.make_safe(image.public_id)
    image.refresh_from_db()
    assert (image.state, image.problem) == (
        Image.REFUSED,
        "This picture was lost. Send it again.",
    )


def test_an_older_database_costs_no_picture(people: Cast) -> None:
    image = ready(people.hanna)
    kept = files()
    assert len(kept) == 2
    for file in shelf.folder().iterdir():
        os.utime(file, (0, 0))
    Image.objects.filter(pk=image.pk).delete()  # as it was before the picture came
    images.collect()
    assert files() == []
    image.save(force_insert=True)  # the newer backup
    images.collect()
    assert files() == kept


def test_what_nobody_needs_is_deleted_after_a_month(people: Cast) -> None:
    image = ready(people.hanna)
    Image.objects.filter(pk=image.pk).delete()
    images.collect()
    assert len(files()) == 2, "its row may be on its way"
    long_ago = time.time() - orphans.KEPT.total_seconds() - 60
    for file in shelf.folder().iterdir():
        os.utime(file, (long_ago, long_ago))
    images.collect()
    assert files() == []
    aside = list(shelf.orphans().iterdir())
    assert len(aside) == 2
    images.collect()
    assert all(file.exists() for file in aside)
    for file in aside:
        os.utime(file, (long_ago, long_ago))
    images.collect()
    assert list(shelf.orphans().iterdir()) == []


def test_a_folder_of_any_size_is_walked(people: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(orphans, "SOME", 2)
    kept = [ready(people.hanna) for _ in range(2)]
    for n in range(5):
        nobodys = shelf.folder() / f"0000000{n}-0000-4000-8000-000000000000.large"
        nobodys.write_bytes(b"-")
        os.utime(nobodys, (0, 0))
    (shelf.folder() / "README").write_bytes(b"-")
    images.collect()
    assert len(files()) == 2 * len(kept) + 1
    assert len(list(shelf.orphans().iterdir())) == 5
