"""A setting that cannot be meant stops the process at once, with a sentence that names it."""

import subprocess
import sys

import pytest

from tests.processes import ROOT

WRONG = {
    "PORT": ("eighty", "PORT has to be a whole number, not 'eighty'."),
    "DATABASE_THREADS": ("-1", "DATABASE_THREADS has to be a whole number, not '-1'."),
    "CALLBOARD_DEV": ("perhaps", "CALLBOARD_DEV has to be 1 or 0, not 'perhaps'."),
    "CALLBOARD_GROUP_COMMIT": ("2", "CALLBOARD_GROUP_COMMIT has to be 1 or 0, not '2'."),
    "LOG_FORMAT": ("xml", "LOG_FORMAT has to be text or json, not 'xml'."),
    "ORIGINS": (" , ", "ORIGINS has to be one or more, separated by commas, not ' , '."),
    "ORIGINS ": (
        "callboard.example",
        "ORIGINS has to be origins like https://callboard.example, separated by commas,"
        " not 'callboard.example'.",
    ),
    "DATABASE_URL": ("me:secret@host", "DATABASE_URL has to begin with postgresql://."),
    "TRUSTED_PROXIES": (
        "10.0.0.0/8, nginx",
        "TRUSTED_PROXIES has to be addresses or networks like 10.0.0.0/8, separated by commas,"
        " not '10.0.0.0/8, nginx'.",
    ),
    "REDIS_URL": ("localhost:6379", "REDIS_URL has to begin with redis://."),
    "REDIS_URL ": (
        "redis://a/0,redis://b/0",
        "REDIS_URL has to be the address of one server: several, Sentinel and Cluster do not work.",
    ),
    "REDIS_URL  ": (
        "redis://:pass,word@a:6379,b:6379/0",
        "REDIS_URL has to be the address of one server: several, Sentinel and Cluster do not work.",
    ),
    "CALLBOARD_LIMIT_SWEEP": ("soon", "CALLBOARD_LIMIT_SWEEP has to be a number, not 'soon'."),
    "CALLBOARD_LIMIT_CREDIT_FRAMES": (
        "2.5",
        "CALLBOARD_LIMIT_CREDIT_FRAMES has to be a whole number, not '2.5'.",
    ),
    "SECURITY_CONTACT": (
        "me@example.org",
        "SECURITY_CONTACT has to be one address that begins with mailto: or https://,"
        " not 'me@example.org'.",
    ),
    "CALLBOARD_LIMIT_SWEEEP": ("2", "There is no limit called sweeep."),
}
STRONG = "8fXo3Qm2Zt7bLr5Wc9Vd1Hs6Kj4Gn0PyUeRaTi"
SHOW = "from server import settings as s; print(s.PORT, s.DEV, s.ORIGINS, s.LIMITS.sweep)"


def started(**environment: str | None) -> "subprocess.CompletedProcess[str]":
    return run("-c", SHOW, **environment)


def run(*words: str, **environment: str | None) -> "subprocess.CompletedProcess[str]":
    given = {"PATH": "", "SECRET_KEY": STRONG, **environment}
    own = {name: value for name, value in given.items() if value is not None}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_named(name: str) -> None:
    value, sentence = WRONG[name]
    came = started(**{name.strip(): value})
    assert came.returncode == 1
    assert came.stderr.splitlines()[-1].partition(": ")[2] == sentence
    assert "secret" not in came.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "program", [["manage.py", "clock"], ["manage.py", "check"], ["-m", "server.web"]]
)
def test_a_program_says_the_sentence_and_nothing_else(program: list[str]) -> None:
    came = run(*program, ORIGINS="callboard.example")
    assert came.returncode == 1
    assert (came.stdout, came.stderr) == ("", f"{WRONG['ORIGINS '][1]}\n")
    came = run(*program, SECRET_KEY=None)
    assert (came.stdout, came.stderr) == ("", "Set the SECRET_KEY environment variable\n")


def test_right_values_count() -> None:
    came = started(PORT="81", CALLBOARD_LIMIT_SWEEP="1.5", ORIGINS="https://a.example, https://b")
    assert came.stdout == "81 False ['https://a.example', 'https://b'] 1.5\n", came.stderr


def test_a_secret_key_is_only_made_up_for_a_demo() -> None:
    assert "Set the SECRET_KEY environment variable" in started(SECRET_KEY=None).stderr
    assert started(SECRET_KEY=None, CALLBOARD_DEV="1").returncode == 0
