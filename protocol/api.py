"""The HTTP door: the only module that knows the API framework. Handlers know our Structs."""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from dmr import Controller, Path, Query, modify
from dmr.endpoint import Endpoint
from dmr.errors import ErrorType
from dmr.exceptions import (
    DataParsingError,
    NotAcceptableError,
    NotAuthenticatedError,
    RequestSerializationError,
    ValidationError,
)
from dmr.metadata import EndpointMetadata, ResponseSpec
from dmr.openapi import OpenAPIConfig, build_schema
from dmr.openapi.objects import SecurityRequirement, SecurityScheme
from dmr.plugins.msgspec import (
    BodyMsgspec,
    MsgspecJsonParser,
    MsgspecJsonRenderer,
    MsgspecSerializer,
)
from dmr.response import APIError
from dmr.routing import Router, build_500_handler
from dmr.security import AsyncAuth
from dmr.security.django_session import DjangoSessionAsyncAuth

from core.refused import Refused, beyond_scope, not_found
from protocol import strict
from protocol.problems import problem
from protocol.wire import ErrorObject, Keyed

__all__ = [
    "Api",
    "BodyMsgspec",
    "OpenApi",
    "Path",
    "Query",
    "Refusals",
    "Router",
    "described",
    "modify",
    "refusal",
]

logger = logging.getLogger(__name__)


class StrictParser(MsgspecJsonParser):
    strict: ClassVar[bool] = True

    def parse(
        self, to_deserialize: Any, *args: Any, request: HttpRequest, model: Any, **kwargs: Any
    ) -> Any:
        try:
            strict.check(to_deserialize)
        except ValueError as error:
            raise DataParsingError(str(error)) from error
        given = request.headers.get("Idempotency-Key")
        if given is not None and isinstance(model, type) and issubclass(model, Keyed):
            to_deserialize = _with_key(to_deserialize, given.strip('"'))
        return super().parse(to_deserialize, *args, request=request, model=model, **kwargs)


def _with_key(body: Any, key: str) -> Any:
    """HTTP has a header for the `key` of a command; one in the body has to be the same."""
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        same = "key" not in fields or msgspec.json.decode(fields["key"]) == key
    except msgspec.DecodeError:
        return body
    if not same:
        raise Refused("bad_request", "The key in the header is another one.", field="key")
    return msgspec.json.encode({**fields, "key": key})


class TokenAuth(AsyncAuth):
    """`Authorization: Bearer cb_...`, looked up by the middleware before."""

    www_authenticate_challenge = "Bearer"

    async def __call__(self, endpoint: Endpoint, controller: Controller[Any]) -> Any:
        sign_in = getattr(controller.request, "sign_in", None)
        if sign_in is None or sign_in.kind != "token":
            return None
        if isinstance(controller, Api) and not sign_in.may(controller.scope, controller.verb):
            raise beyond_scope(controller.scope)
        return self

    def security_schemes(
        self, metadata: EndpointMetadata, controller_cls: type[Controller[Any]]
    ) -> dict[str, Any]:
        return {"token": SecurityScheme(type="http", scheme="bearer", description="API token")}

    def security_requirements(
        self, metadata: EndpointMetadata, controller_cls: type[Controller[Any]]
    ) -> list[SecurityRequirement]:
        return [{"token": []}]


class SessionAuth(DjangoSessionAsyncAuth):
    """A browser's live sign-in. Whoever shows a wrong token is not let in by a cookie."""

    __slots__ = ()

    async def __call__(self, endpoint: Endpoint, controller: Controller[Any]) -> Any:
        sign_in = getattr(controller.request, "sign_in", None)
        if sign_in is None or sign_in.kind != "session":
            return None
        try:
            return await super().__call__(endpoint, controller)
        except APIError as forged:
            raise Refused("forbidden", "This did not come from a page of ours.") from forged


class Api(Controller[MsgspecSerializer]):
    """What every controller shares: who may ask, how a body is read, how an error looks."""

    is_abstract = True
    #: What an API token needs here, or the verb that it may name instead.
    scope: ClassVar[str] = "read"
    verb: ClassVar[str] = ""
    auth: ClassVar[Sequence[AsyncAuth]] = (TokenAuth(), SessionAuth())
    parsers = [StrictParser()]
    renderers = [MsgspecJsonRenderer()]
    error_model = ErrorObject
    #: One for all: which there are, `server/openapi.py` says.
    responses = [ResponseSpec(ErrorObject, status_code=HTTPStatus.FORBIDDEN)]
    validate_responses = False

    @property
    def person(self) -> Any:
        return self.request.sign_in.user  # type: ignore[attr-defined]

    def format_error(self, error: Any, *, loc: Any = None, error_type: Any = None) -> Any:
        return error_object(error, error_type=error_type)

    async def handle_async_error(
        self, endpoint: Endpoint, controller: Controller[Any], exc: Exception
    ) -> HttpResponse:
        refused = self._refused(exc)
        if refused is None:
            return await super().handle_async_error(endpoint, controller, exc)
        return self.to_error(
            refused.as_error(), status_code=HTTPStatus(refused.status), headers=refused.headers
        )

    def _refused(self, error: Exception) -> Refused | None:
        """What the framework found wrong with a request; None for what it answers itself."""
        if isinstance(error, RequestSerializationError) and self._speaks_something_else():
            return Refused("unsupported_media", "Send JSON: `Content-Type: application/json`.")
        if isinstance(
            error, Refused | RequestSerializationError | NotAcceptableError | ValidationError
        ):
            return _as_refused(error)
        return None

    def _speaks_something_else(self) -> bool:
        return self.request.content_type != MsgspecJsonParser.content_type


class OpenApi(Api):
    """What visitors without an account may read, too; who is signed in sees it as themselves."""

    is_abstract = True
    auth = None  # type: ignore[assignment]

    @property
    def person(self) -> Any:
        """Who asks, or None for a visitor. A token that is wrong or may not read is no visitor."""
        sign_in = self.request.sign_in  # type: ignore[attr-defined]
        if sign_in is None and self.request.headers.get("Authorization"):
            raise Refused("signed_out", "Sign in first.")
        if sign_in and sign_in.kind == "token" and not sign_in.may(self.scope, self.verb):
            raise beyond_scope(self.scope)
        return sign_in.user if sign_in else None


#: The framework's own kinds of errors in our words.
KINDS = {ErrorType.security: "forbidden"}


def error_object(error: Any, *, loc: Any = None, error_type: Any = None) -> dict[str, Any]:
    """Every error of the API in one shape, whoever raised it."""
    return _as_refused(error, error_type).as_error()


def _as_refused(error: Any, error_type: Any = None) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, NotAuthenticatedError):
        return Refused("signed_out", "Sign in first.")
    if isinstance(error, msgspec.ValidationError):
        sentence, field = problem(error)
        return Refused("bad_request", sentence, **({"field": field} if field else {}))
    if isinstance(error, ValidationError):
        return _as_refused(_first_problem(error))
    if isinstance(error, RequestSerializationError):
        return Refused("bad_request", str(error))
    if isinstance(error, NotAcceptableError):
        return Refused("not_acceptable", "Answers are JSON: accept `application/json`.")
    if error_type == ErrorType.not_allowed:
        return Refused("method_not_allowed", "This address has other methods; see `Allow`.")
    if error_type == ErrorType.not_found:
        return not_found()
    if isinstance(error, str) and error_type != ErrorType.internal_error:
        return Refused(KINDS.get(error_type, "bad_request"), error)
    return Refused("internal", "Something went wrong on our side.")


def _first_problem(error: ValidationError) -> msgspec.ValidationError:
    first = error.payload[0]
    return msgspec.ValidationError(first["msg"])


def refusal(refused: Refused, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A refusal for views outside of the API, in the API's shape."""
    return HttpResponse(
        msgspec.json.encode(refused.as_error()),
        status=refused.status,
        content_type="application/json",
        headers={**refused.headers, **(headers or {})},
    )


class Refusals(MiddlewareMixin):
    """A refusal that a view outside of the API did not answer itself."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal(exception) if isinstance(exception, Refused) else None


def broken_handler(prefix: str) -> Callable[..., HttpResponse]:
    return build_500_handler(prefix, serializer=MsgspecSerializer, format_error=error_object)


def described(router: Router, *, title: str, version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of these endpoints, as the framework knows them."""
    config = OpenAPIConfig(title=title, version=version)
    return dict(build_schema(router, config=config).convert(skip_validation=True))
