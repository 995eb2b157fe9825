"""Structured logs: an event a line, as text or as JSON, and nothing private in either."""

import logging
import re
import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import structlog
from structlog import processors
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

from core import outages

Event = MutableMapping[str, Any]
FORMS = ("text", "json")
#: About requests that were refused: anybody can cause those.
LINES_A_MINUTE = 60

#: Fields whose value is nobody's business, whatever it looks like; addresses of pages hold keys.
PRIVATE = re.compile(
    r"password|secret|token|authori[sz]ation|cookie|session|content|body|email|request|query|url",
    re.I,
)
#: Pages whose address is a secret or carries one: a test finds them by their parameters.
SECRET_PAGES = ("calendar", "confirm-email", "reset-password", "unsubscribe", "not-me", "appeal")
#: What gives itself away in any text: our tokens, other credentials, addresses of people, and the
#: values that PostgreSQL quotes from a row.
SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bcb_[\w-]{20,}"), "cb_[…]"),
    (re.compile(rf"((?:/|%2[Ff])(?:{'|'.join(SECRET_PAGES)})(?:[/#]|%2[Ff]))[^\s'\"]+"), r"\1[…]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 […]"),
    (re.compile(r"(?i)\b(session(?:id)?|csrftoken)=[^\s;,'\"]+"), r"\1=[…]"),
    (re.compile(r"\b(\w+://[^\s:/@]*):[^\s@/]+@"), r"\1:[…]@"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[…@…]"),
    (re.compile(r"(?m)^(\s*DETAIL: ).*$"), r"\1[…]"),
)


def redacted(logger: Any, method: str, event: Event) -> Event:
    return {name: _hide(name, value) for name, value in event.items()}


def _hide(name: str, value: Any) -> Any:
    if PRIVATE.search(name):
        return "[…]"
    if isinstance(value, dict):
        return {inner: _hide(str(inner), one) for inner, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_hide("", one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    for shape, instead in SHAPES:
        text = shape.sub(instead, text)
    return text


class FewOfStrangers(logging.Filter):
    """Whoever sends nonsense fills so many lines a minute and no more; our own faults all pass."""

    def __init__(self) -> None:
        super().__init__()
        self._since, self._count = float("-inf"), 0

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) >= 500:
            return True
        if time.monotonic() - self._since >= 60:
            self._since, self._count = time.monotonic(), 0
        self._count += 1
        if self._count == LINES_A_MINUTE:
            record.msg = f"{record.getMessage()} (for a minute no more lines of bad requests)"
            record.args = None
        return self._count <= LINES_A_MINUTE


class Outages(logging.Filter):
    """What fails because PostgreSQL or Redis is away is said by `core.outages`, not by each."""

    def filter(self, record: logging.LogRecord) -> bool:
        for error in _errors(record):
            outage = outages.of(error)
            if outage is not None:
                outage.failed(error)
                return False
        return not (outages.database.lasts and getattr(record, "status_code", None) == 503)


def _errors(record: logging.LogRecord) -> Iterator[BaseException]:
    """Those that a line would show."""
    if record.exc_info and record.exc_info[1] is not None:
        yield record.exc_info[1]
    if isinstance(record.args, tuple):
        yield from (part for part in record.args if isinstance(part, BaseException))


def configuration(form: str, level: str) -> dict[str, Any]:
    """For Django's LOGGING: everything that any library logs goes through this."""
    shared: list[Callable[..., Any]] = [
        add_log_level,
        add_logger_name,
        ExtraAdder(),
        processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = {
        "()": ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            ProcessorFormatter.remove_processors_meta,
            processors.format_exc_info,
            redacted,
            *_renderer(form),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "filters": {"outages": {"()": Outages}, "few": {"()": FewOfStrangers}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "structured",
                "filters": ["outages", "few"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
    }


def _renderer(form: str) -> list[Callable[..., Any]]:
    if form == "json":
        return [processors.JSONRenderer(ensure_ascii=False)]
    return [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)]
