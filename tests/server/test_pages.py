"""The client's files, the shell of its pages, and what only a demo shows."""

import base64
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import processes
from tests.processes import Web

SCRIPT = "start()"
SHELL = f"<!doctype html><title>Callboard</title><script>{SCRIPT}</script>"
CHUNK = "export const word = 'hello';" * 200
#: Of the right form, and of no call.
NO_CALL = "4bb509c6-785f-4545-ab6a-f7af0ce64e1e"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    chunks = folder / "_app" / "immutable"
    chunks.mkdir(parents=True)
    (folder / "shell.html").write_text(SHELL)
    (folder / "manifest.webmanifest").write_text("{}")
    (chunks / "chunk.js").write_text(CHUNK)
    (chunks / "chunk.js.gz").write_bytes(gzip.compress(CHUNK.encode()))
    return folder


@pytest.fixture(scope="module")
def origins(environment: dict[str, str], build: Path, logs: Path) -> Iterator[dict[str, str]]:
    """A demo installation, and one of people."""
    own = {**environment, "CALLBOARD_CLIENT": str(build)}
    webs = {
        name: Web({**own, "CALLBOARD_DEV": dev}, log=logs / f"{name}.log")
        for name, dev in (("demo", "1"), ("house", "0"))
    }
    with processes.running(*webs.values()):
        for web in webs.values():
            web.wait()
        yield {name: web.origin for name, web in webs.items()}


def get(origin: str, path: str, *, encoding: str = "identity") -> httpx.Response:
    return httpx.get(origin + path, headers={"Accept-Encoding": encoding})


def test_a_chunk_with_a_hash_in_its_name_is_kept_for_ever(origins: dict[str, str]) -> None:
    answer = get(origins["house"], "/_app/immutable/chunk.js")
    assert answer.text == CHUNK
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_other_files_are_not_kept_for_ever(origins: dict[str, str]) -> None:
    answer = get(origins["house"], "/manifest.webmanifest")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_files_go_out_compressed_to_who_can_read_them(origins: dict[str, str]) -> None:
    packed = get(origins["house"], "/_app/immutable/chunk.js", encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == CHUNK
    assert int(packed.headers["Content-Length"]) < len(CHUNK) / 4
    assert "Accept-Encoding" in packed.headers["Vary"]
    plain = get(origins["house"], "/_app/immutable/chunk.js")
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("path", ["/", "/calls", "/nothing"])
def test_the_shell_goes_out_compressed_as_well(origins: dict[str, str], path: str) -> None:
    packed = get(origins["house"], path, encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.text == SHELL
    assert "Content-Encoding" not in get(origins["house"], path).headers


@pytest.mark.parametrize("path", ["/", "/inbox", "/calls/new", f"/calls/{NO_CALL}"])
def test_every_page_is_the_shell_with_its_own_policy(origins: dict[str, str], path: str) -> None:
    answer = get(origins["house"], path)
    assert answer.text == SHELL
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = answer.headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    scripts = next(part for part in policy.split(";") if "script-src" in part)
    assert scripts.split() == ["script-src", "'self'", f"'sha256-{digest}'"]
    assert f"ws://{origins['house'].partition('://')[2]}" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_of_the_worker_lets_it_fetch_the_files_of_the_client(
    origins: dict[str, str],
) -> None:
    """A browser binds a worker by the policy that its own script came with."""
    policy = get(origins["house"], "/service-worker.js").headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "connect-src": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/_app/immutable/none.js", "/media/x.webp"])
def test_what_is_no_page_is_not_answered_with_one(origins: dict[str, str], path: str) -> None:
    answer = get(origins["house"], path)
    assert answer.status_code in (401, 404)
    assert SCRIPT not in answer.text


def test_the_shell_is_only_read(origins: dict[str, str]) -> None:
    assert httpx.post(origins["house"] + "/inbox").status_code in (403, 405)
    assert httpx.put(origins["house"] + "/inbox").status_code in (403, 405)


@pytest.mark.parametrize("path", ["../shell.html", "%2e%2e/manage.py", "..%2f..%2fetc/passwd"])
def test_nothing_outside_of_the_build_is_served(origins: dict[str, str], path: str) -> None:
    answer = get(origins["house"], f"/_app/immutable/{path}")
    assert answer.text == SHELL or answer.status_code == 404


def test_the_mailbox_is_there_in_a_demo_alone(origins: dict[str, str]) -> None:
    assert get(origins["demo"], "/mailbox/").status_code == 200
    assert get(origins["house"], "/mailbox/").status_code == 404
    assert get(origins["demo"], "/mailbox/1").status_code == 404


def test_one_click_sign_ins_are_there_in_a_demo_alone(origins: dict[str, str]) -> None:
    assert "people" in get(origins["demo"], "/demo/people").json()
    assert get(origins["house"], "/demo/people").status_code == 404
    with httpx.Client(base_url=origins["house"]) as http:
        http.get("/")
        token = {"X-CSRFToken": http.cookies["csrftoken"], "Origin": origins["house"]}
        posted = http.post("/demo/sign-in", json={"handle": "hanna"}, headers=token)
    assert posted.status_code == 404
    assert "session" not in posted.cookies
