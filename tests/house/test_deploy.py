"""The files in deploy/ start what the Procfile starts, by settings that are documented."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.files import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
PROCFILE = dict(
    line.split(": ", 1) for line in (ROOT / "Procfile").read_text().strip().splitlines()
)
PAGE = (ROOT / "docs" / "self-hosting.md").read_text()


def value(unit: Path, name: str) -> str:
    [found] = re.findall(rf"^{name}=(.*)$", unit.read_text(), re.MULTILINE)
    return str(found)


def test_each_process_has_a_unit_that_begins_it_again() -> None:
    started = {value(unit, "ExecStart").replace("/opt/callboard/.venv/bin/", "") for unit in UNITS}
    assert started == set(PROCFILE.values())
    assert {value(unit, "Restart") for unit in UNITS} == {"always"}


def test_every_setting_of_the_example_is_documented() -> None:
    names = re.findall(r"^(\w+)=", (DEPLOY / "callboard.env").read_text(), re.MULTILINE)
    assert names
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_the_page_names_every_file() -> None:
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.name not in PAGE] == []


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd here")
    for unit in UNITS:
        text = unit.read_text().replace("/opt/callboard", str(ROOT))
        here = tmp_path / unit.name.replace("@", "@8001")
        here.write_text(re.sub(r"^(User|EnvironmentFile)=.*\n", "", text, flags=re.MULTILINE))
        done = subprocess.run([program, "verify", here], capture_output=True, text=True)
        about_it = [line for line in done.stderr.splitlines() if here.name in line]
        assert about_it == [], done.stderr


def test_caddy_takes_its_file() -> None:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("no Caddy here")
    command = [program, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    assert subprocess.run(command, capture_output=True).returncode == 0


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if program is None:
        pytest.skip("no nginx here")
    # What needs a certificate of a real name is left out.
    text = re.sub(r"ssl_certificate.*;", "", (DEPLOY / "nginx.conf").read_text())
    text = text.replace(" ssl;", ";")
    text = re.sub(r"listen (\[::\]:)?443;", "listen 127.0.0.1:8443;", text, count=1)
    text = re.sub(r"listen (\[::\]:)?(80|443);", "", text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr;\nevents {{}}\nhttp {{\n access_log off;\n"
        + "".join(f" {kind}_temp_path {tmp_path}/{kind};\n" for kind in TEMPORARY)
        + text
        + "}\n"
    )
    command = [program, "-t", "-q", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
