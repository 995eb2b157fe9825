"""Every limit of the protocol, in one place; each can be set by `CALLBOARD_LIMIT_<NAME>`."""

from collections.abc import Mapping

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
    sync_page: int = 1_000
    reset_after_versions: int = 10_000
    snapshot_messages: int = 50
    inbox_page: int = 500
    cold_contacts_per_day: int = 10
    pinned_posts: int = 5
    follows_per_person: int = 2_000
    feed_page: int = 20
    mark_frames: int = 64
    mark_bytes: int = 256 * 1024
    credit_frames: int = 256
    credit_bytes: int = 1024 * 1024
    # Seconds from here on.
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
    prefix = "CALLBOARD_LIMIT_"
    given: dict[str, str] = {
        name.removeprefix(prefix).lower(): value
        for name, value in environment.items()
        if name.startswith(prefix)
    }
    kinds = {field.name: field.type for field in msgspec.structs.fields(Limits)}
    unknown = given.keys() - kinds.keys()
    if unknown:
        raise ValueError(f"There is no limit called {', '.join(sorted(unknown))}.")
    numbers = {name: _number(name, text, kinds[name]) for name, text in given.items()}
    return msgspec.structs.replace(Limits(), **numbers)


def _number(name: str, text: str, kind: type[float]) -> float:
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as error:
        wanted = "a whole number" if kind is int else "a number"
        sentence = f"CALLBOARD_LIMIT_{name.upper()} has to be {wanted}, not {text!r}."
        raise ValueError(sentence) from error
