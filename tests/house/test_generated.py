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


@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in artifacts()])
def test_a_stale_file_is_noticed_and_mended(path: str, tmp_path: Path) -> None:
    for made in artifacts():
        copy = tmp_path / made.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made, copy)
    stale = tmp_path / path
    with override_settings(ROOT=tmp_path):
        call_command("generate", verbosity=0)
        fresh = stale.read_text()
        end = fresh.rindex("<!-- end -->") if path.endswith(".md") else len(fresh) - 2
        stale.write_text(f"{fresh[:end]} stale {fresh[end:]}")
        with pytest.raises(CommandError, match=path):
            call_command("generate", check=True)
        call_command("generate", verbosity=0)
        call_command("generate", check=True)
    assert stale.read_text() == fresh


@pytest.mark.parametrize("middleware", product.MIDDLEWARE)
def test_no_middleware_forces_a_thread_on_every_request(middleware: str) -> None:
    assert import_string(middleware).async_capable
