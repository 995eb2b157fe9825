"""Every limit of the protocol, in one place; each can be set by `CALLBOARD_LIMIT_<NAME>`."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    frame_bytes: int = 64 * 1024
    #: Of arrays and objects within each other.
    json_depth: int = 8
    content_characters: int = 4_000
    commands_per_second: float = 10
    commands_burst: int = 30
    person_commands_per_second: float = 20
    person_commands_burst: int = 60
    #: What is read over HTTP: a picture costs a quarter, a search five.
    person_reads_per_second: float = 20
    person_reads_burst: int = 200
    #: Of all visitors at one address.
    visitor_reads_per_second: float = 40
    visitor_reads_burst: int = 400
    #: Every frame counts here, also those that are no commands; beyond it is abuse.
    frames_per_second: float = 200
    frames_burst: int = 1_000
    #: So many strikes, each within `strike_memory` of the last, and a person is sent away.
    strikes: int = 3
    abuse_retry_ms: int = 30_000
    hello_cursors: int = 200
    watched_places: int = 200
    sockets_per_person: int = 10
    group_people: int = 256
    image_bytes: int = 10 * 1024 * 1024
    #: Of any other request over HTTP.
    body_bytes: int = 64 * 1024
    #: At once from one address, of those on which nobody has signed in.
    address_connections: int = 1_000
    sync_page: int = 1_000
    #: Of one `sync`, `hello` or `watch`, over all topics in it.
    answer_bytes: int = 1024 * 1024
    answer_objects: int = 4_000
    reset_after_versions: int = 10_000
    snapshot_messages: int = 50
    inbox_page: int = 500
    session_years: int = 20
    #: First messages to strangers, or as much of what else reaches them; see docs/workflows.md.
    cold_contacts_per_day: int = 10
    #: The same for accounts that are younger than `new_account_days`.
    cold_contacts_new_account: int = 5
    new_account_days: float = 7
    pinned_posts: int = 5
    follows_per_person: int = 2_000
    feed_page: int = 20
    mark_frames: int = 64
    mark_bytes: int = 256 * 1024
    credit_frames: int = 256
    credit_bytes: int = 1024 * 1024
    #: How fast a body has to come, after the time that it has in any case.
    body_bytes_per_second: float = 16 * 1024
    # Seconds from here on.
    headers_within: float = 15
    body_within: float = 30
    hello_within: float = 5
    ping_after: float = 25
    silence: float = 60
    without_credit: float = 15
    strike_memory: float = 60
    typing_again: float = 2.5
    sweep: float = 2
    sweep_degraded: float = 0.25
    hold_out_of_order: float = 0.15
    drain: float = 5
    presence_lease: float = 30
    presence_watch: float = 90


def load(environment: Mapping[str, str]) -> Limits:
    return read(Limits, "CALLBOARD_LIMIT_", environment, "limit")


Numbers = TypeVar("Numbers", bound=msgspec.Struct)


def read(kind: type[Numbers], prefix: str, environment: Mapping[str, str], what: str) -> Numbers:
    """The defaults of a Struct of numbers, and over them what the environment sets."""
    given: dict[str, str] = {
        name.removeprefix(prefix).lower(): value
        for name, value in environment.items()
        if name.startswith(prefix)
    }
    kinds = {field.name: field.type for field in msgspec.structs.fields(kind)}
    unknown = given.keys() - kinds.keys()
    if unknown:
        raise ValueError(f"There is no {what} called {', '.join(sorted(unknown))}.")
    numbers = {name: _number(prefix, name, text, kinds[name]) for name, text in given.items()}
    return msgspec.structs.replace(kind(), **numbers)


def _number(prefix: str, name: str, text: str, kind: type[float]) -> float:
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as error:
        wanted = WANTED.get(kind, "a number above 0")
        raise ValueError(f"{prefix}{name.upper()} has to be {wanted}, not {text!r}.") from error


WANTED: dict[type[float], str] = {int: "a whole number", float: "a number"}
