"""What `/api/schema` promises is OpenAPI 3.1, names every verb, and is how the API behaves."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from consumers import codes
from consumers.commands import COMMANDS
from consumers.frames import Sync
from core.refused import CODES
from server import api
from tests.extent import at_length
from tests.people import model, token
from tests.processes import Web

Json = dict[str, Any]
#: What the operations are called, before any server runs.
READS = [f"/{api.PREFIX}{route.pattern}" for route in api.reads()]
TWINS = [f"/{api.PREFIX}{route.pattern}" for route in api.twins()]


@pytest.fixture(scope="module")
def schema(webs: list[Web]) -> Json:
    found: Json = httpx.get(f"{webs[0].origin}/api/schema", timeout=60).json()  # made now
    return found


def test_it_is_openapi(schema: Json) -> None:
    assert schema["openapi"].startswith("3.1")
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(schema)] == []
    assert not OPENAPI_31_VALIDATOR.is_valid({**schema, "paths": {"me": {}}})


def test_every_verb_is_in_it_with_its_own_shapes_and_nothing_else_is(schema: Json) -> None:
    posts = {path: item["post"] for path, item in schema["paths"].items() if "post" in item}
    asked = {verb: command.ask for verb, command in COMMANDS.items()} | {Sync.verb: Sync}
    del posts["/media/images"]
    assert set(posts) == {f"/{api.PREFIX}{verb}" for verb in asked} == set(TWINS)
    others = {"/media/images", "/media/images/{image}/{face}", f"/{api.PREFIX}server"}
    assert len(schema["paths"].keys() - others) == len(READS) + len(TWINS)
    for verb, ask in asked.items():
        operation = posts[f"/{api.PREFIX}{verb}"]
        assert _schema(operation["requestBody"]) == {"$ref": _ref(ask)}
        if verb in COMMANDS:
            assert _schema(operation["responses"]["200"]) == {"$ref": _ref(COMMANDS[verb].answer)}
        if verb in COMMANDS:
            statuses = {str(CODES[code].status) for code in codes.of(verb)}
            assert statuses | {"200"} == set(operation["responses"])


def _schema(part: Json) -> Json:
    found: Json = part["content"]["application/json"]["schema"]
    return found


def _ref(struct: type) -> str:
    return f"#/components/schemas/{struct.__name__}"


CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def operations(webs: list[Web], schema: Json) -> dict[str, Any]:
    """Each way of asking, by its path."""
    loaded = schemathesis.openapi.from_dict(schema)
    found = list(loaded.get_all_operations())
    return {operation.ok().path: operation.ok() for operation in found if isinstance(operation, Ok)}


@pytest.fixture(scope="module")
def headers(database: None) -> dict[str, str]:
    """Nora hosts and models: nothing is refused to her for being neither."""
    nora = model("Nora")
    nora.is_host = True
    nora.save()
    return {"Authorization": f"Bearer {token(nora)}"}


#: Nothing can be asked wrongly where every text is a handle.
NEVER_WRONG = {f"/{api.PREFIX}people/<str:handle>{more}" for more in ("", "/upcoming")}
RIGHT = [(path, GenerationMode.POSITIVE) for path in [*READS, *TWINS]]
WRONG = [(path, GenerationMode.NEGATIVE) for path, _ in RIGHT if path not in NEVER_WRONG]


@pytest.mark.parametrize(("path", "mode"), [*RIGHT, *WRONG])
def test_whatever_is_asked_the_answer_is_as_promised(
    webs: list[Web],
    operations: dict[str, Any],
    headers: dict[str, str],
    path: str,
    mode: GenerationMode,
) -> None:
    """A few tries each, right and wrong ones, always the same."""

    @given(case=operations[_plain(path)].as_strategy(generation_mode=mode))
    @settings(
        max_examples=at_length(1, 4),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        response = case.call(base_url=webs[0].origin, headers=headers)
        case.validate_response(response, checks=CHECKS)

    ask()


def _plain(route: str) -> str:
    """A Django route as OpenAPI writes it: `<uuid:call>` is `{call}`."""
    return route.replace("<uuid:", "{").replace("<str:", "{").replace(">", "}")
