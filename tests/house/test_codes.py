"""What `consumers/codes.py` says of each verb is what its action can come to refuse with."""

import inspect

import pytest
from django.urls import URLPattern

from consumers import codes
from consumers.commands import COMMANDS
from core.refused import CODES
from server import api, openapi
from tests.house import reach

#: By way of a registration, which names nobody.
REGISTERED = {"block": {"bookings_stand"}}
#: Of every verb, or of every one with a key or a yes.
COMMON = {*codes.ALWAYS, *codes.OF_BODIES, "key_expired", "key_mismatch", "terms_changed"}


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_verb_says_which_codes_it_answers(verb: str) -> None:
    act = inspect.unwrap(COMMANDS[verb].act)
    reached = reach.codes((act.__module__, act.__name__)) | REGISTERED.get(verb, set())
    assert codes.of(verb) - COMMON == reached - COMMON
    assert ("terms_changed" in codes.of(verb)) == ("terms_changed" in reached)


@pytest.mark.parametrize("path", api.reads(), ids=lambda route: str(route.pattern))
def test_a_read_finds_nothing_or_all_is_well(path: URLPattern) -> None:
    view = path.callback.view_class  # type: ignore[attr-defined]
    door = {("protocol.api", name) for name in reach.modules()["protocol.api"].defined}
    reached = reach.codes((view.__module__, view.__name__), door) - COMMON
    told = openapi._codes(openapi._template(path), "get") - COMMON
    assert reached <= {"not_found"}
    assert told <= reached


def test_only_known_codes_and_verbs_are_named() -> None:
    assert set(codes.OWN) | COMMON | {"unknown_verb", "method_not_allowed"} == set(CODES)
    assert set().union(*codes.OWN.values()) <= set(COMMANDS)
