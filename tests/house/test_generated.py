"""What is made from the code is as fresh as the code, and what is not is noticed."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils.module_loading import import_string

from server import settings as product
from server.management.commands.generate import artifacts
from tests.house.files import ROOT


def test_every_made_file_is_fresh() -> None:
    call_command("generate", check=True)
    assert len(artifacts()) >= 3


def test_every_stale_file_is_noticed_and_mended(tmp_path: Path) -> None:
    paths = [made.relative_to(ROOT) for made in artifacts()]
    for path in paths:
        copy = tmp_path / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, copy)
    with override_settings(ROOT=tmp_path):
        call_command("generate", verbosity=0)
        fresh = {path: (tmp_path / path).read_bytes() for path in paths}
        for path, made in fresh.items():
            (tmp_path / path).write_bytes(stale(path, made))
        with pytest.raises(CommandError) as noticed:
            call_command("generate", check=True)
        assert all(str(path) in str(noticed.value) for path in paths)
        call_command("generate", verbosity=0)
        call_command("generate", check=True)
    assert {path: (tmp_path / path).read_bytes() for path in paths} == fresh


def stale(path: Path, made: bytes) -> bytes:
    """As from other code: with another word, or with a sentence that nobody says any longer."""
    if path.suffix == ".po":
        return made + b'\nmsgid "no longer said"\nmsgstr "-"\n'
    end = made.rindex(b"<!-- end -->") if path.suffix == ".md" else len(made) - 2
    return made[:end] + b" stale " + made[end:]


@pytest.mark.parametrize("middleware", product.MIDDLEWARE)
def test_no_middleware_forces_a_thread_on_every_request(middleware: str) -> None:
    assert import_string(middleware).async_capable
