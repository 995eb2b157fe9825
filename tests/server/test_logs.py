"""A line of the log says what happened, for machines too, and nothing that is private."""

import json
import logging
import sys
from typing import Any

import pytest

from people import tokens
from server import logs

TOKEN = tokens.new()
CANARIES = {
    "a token": f"refused {TOKEN}",
    "a header": f"Authorization: Bearer {TOKEN.removeprefix('cb_')}",
    "a cookie": "Cookie: sessionid=canary7; csrftoken=canary8",
    "an address": "no mail to ana.lima+canary9@example.org",
    "the database's password": "postgresql://callboard:canary10@localhost/callboard",
    "a row's values": "duplicate key\nDETAIL:  Key (handle)=(canary11) already exists.",
}


def written(form: str, message: str, **more: Any) -> str:
    """As it lands on stderr. `error`: logged with its traceback."""
    settings = dict(logs.configuration(form, "INFO")["formatters"]["structured"])
    formatter: logging.Formatter = settings.pop("()")(**settings)
    error = more.pop("error", None)
    record = logging.LogRecord("people", logging.ERROR, "", 0, message, (), None)
    if error is not None:
        record.exc_info = (type(error), error, error.__traceback__)
    for name, value in more.items():
        setattr(record, name, value)
    return formatter.format(record)


def secrets_in(line: str) -> list[str]:
    return [word for word in ("canary", TOKEN, TOKEN[3:], "ana.lima") if word in line]


@pytest.mark.parametrize("form", logs.FORMS)
@pytest.mark.parametrize("what", CANARIES)
def test_what_gives_itself_away_is_hidden(what: str, form: str) -> None:
    assert secrets_in(CANARIES[what])
    line = written(form, CANARIES[what])
    assert secrets_in(line) == []
    assert "[…" in line


@pytest.mark.parametrize("form", logs.FORMS)
def test_also_in_a_traceback_and_in_fields(form: str) -> None:
    try:
        raise ValueError(" and ".join(CANARIES.values()))
    except ValueError as error:
        line = written(
            form,
            "broken",
            error=error,
            seen={"email": "canary", "n": [TOKEN]},
            request="GET /canary",
        )
    assert secrets_in(line) == []
    assert "ValueError" in line
    assert sys._getframe().f_code.co_name in line


def test_a_line_is_json_with_the_fields_that_were_given() -> None:
    line = written("json", "no reply", verb="message.send", content="canary", took=1.5)
    found = json.loads(line)
    assert "\n" not in line
    assert (found["event"], found["level"], found["logger"]) == ("no reply", "error", "people")
    assert (found["verb"], found["took"], found["content"]) == ("message.send", 1.5, "[…]")
    assert found["timestamp"].endswith("Z")


def test_what_is_harmless_is_left_alone() -> None:
    assert "12 of 30 at https://example.org/inbox" in written(
        "text", "12 of 30 at https://example.org/inbox"
    )


@pytest.mark.attack("fill the log with bad requests", "so many lines a minute, and faults of ours")
def test_bad_requests_do_not_flood_the_log() -> None:
    few = logs.FewOfStrangers()

    def passed(**more: int) -> list[str]:
        lines = []
        for _ in range(3 * logs.LINES_A_MINUTE):
            record = logging.LogRecord("django", logging.WARNING, "", 0, "No: %s", ("x",), None)
            vars(record).update(more)
            lines += [record.getMessage()] if few.filter(record) else []
        return lines

    refused = passed(status_code=404)
    assert len(refused) == logs.LINES_A_MINUTE
    assert "no more lines" in refused[-1]
    for ours in (passed(status_code=500), passed()):
        assert len(ours) == 3 * logs.LINES_A_MINUTE
