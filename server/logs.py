"""Structured logs: an event a line, as text or as JSON, and nothing private in either."""

import re
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from structlog import processors
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

Event = MutableMapping[str, Any]
FORMS = ("text", "json")

#: Fields whose value is nobody's business, whatever it looks like; addresses of pages hold keys.
PRIVATE = re.compile(
    r"password|secret|token|authori[sz]ation|cookie|session|content|body|email|request|query|url",
    re.I,
)
#: What gives itself away in any text: our tokens, other credentials, addresses of people, and the
#: values that PostgreSQL quotes from a row.
SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bcb_[\w-]{20,}"), "cb_[…]"),
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
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
    }


def _renderer(form: str) -> list[Callable[..., Any]]:
    if form == "json":
        return [processors.JSONRenderer(ensure_ascii=False)]
    return [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)]
