"""The HTTP door: the only module that knows the API framework. Handlers know our Structs."""

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
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
from dmr.openapi.views import OpenAPIJsonView, SwaggerView
from dmr.plugins.msgspec import (
    BodyMsgspec,
    MsgspecJsonParser,
    MsgspecJsonRenderer,
    MsgspecSerializer,
)
from dmr.response import APIError
from dmr.routing import Router, build_404_handler, build_500_handler
from dmr.security import AsyncAuth
from dmr.security.django_session import DjangoSessionAsyncAuth

from protocol import strict
from protocol.refused import CODES, Refused, not_found
from protocol.wire import ErrorObject

__all__ = ["Api", "BodyMsgspec", "OpenApi", "Path", "Query", "modify", "routes"]

logger = logging.getLogger(__name__)


class StrictParser(MsgspecJsonParser):
    strict: ClassVar[bool] = True

    def parse(self, to_deserialize: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            strict.check(to_deserialize)
        except ValueError as error:
            raise DataParsingError(str(error)) from error
        return super().parse(to_deserialize, *args, **kwargs)


class TokenAuth(AsyncAuth):
    """`Authorization: Bearer cb_...`, looked up by the middleware before."""

    www_authenticate_challenge = "Bearer"

    async def __call__(self, endpoint: Endpoint, controller: Controller[Any]) -> Any:
        sign_in = getattr(controller.request, "sign_in", None)
        return self if sign_in is not None and sign_in.kind == "token" else None

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


#: What any endpoint may answer; the framework itself adds what it says to a bad request.
REFUSALS = [HTTPStatus(s) for s in sorted({code.status for code in CODES.values()} - {400, 401})]


class Api(Controller[MsgspecSerializer]):
    """What every controller shares: who may ask, how a body is read, how an error looks."""

    is_abstract = True
    auth: ClassVar[Sequence[AsyncAuth]] = (TokenAuth(), SessionAuth())
    parsers = [StrictParser()]
    renderers = [MsgspecJsonRenderer()]
    error_model = ErrorObject
    responses = [ResponseSpec(ErrorObject, status_code=status) for status in REFUSALS]
    validate_responses = False

    @property
    def person(self) -> Any:
        return self.request.sign_in.user  # type: ignore[attr-defined]

    def format_error(self, error: Any, *, loc: Any = None, error_type: Any = None) -> Any:
        return error_object(error, error_type=error_type)

    async def handle_async_error(
        self, endpoint: Endpoint, controller: Controller[Any], exc: Exception
    ) -> HttpResponse:
        if isinstance(exc, Refused):
            return self.to_error(exc.as_error(), status_code=HTTPStatus(exc.status))
        return await super().handle_async_error(endpoint, controller, exc)


class OpenApi(Api):
    """What visitors without an account may read, too; who is signed in sees it as themselves."""

    is_abstract = True
    auth = None  # type: ignore[assignment]

    @property
    def person(self) -> Any:
        """Who asks, or None for a visitor. A wrong token is no visitor."""
        sign_in = self.request.sign_in  # type: ignore[attr-defined]
        if sign_in is None and self.request.headers.get("Authorization"):
            raise Refused("signed_out", "Sign in first.")
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
        sentence, field = strict.problem(error)
        return Refused("bad_request", sentence, **({"field": field} if field else {}))
    if isinstance(error, ValidationError):
        return _as_refused(_first_problem(error))
    if isinstance(error, RequestSerializationError | NotAcceptableError):
        return Refused("bad_request", str(error))
    if error_type == ErrorType.not_found:
        return not_found()
    if isinstance(error, str) and error_type != ErrorType.internal_error:
        return Refused(KINDS.get(error_type, "bad_request"), error)
    return Refused("internal", "Something went wrong on our side.")


def _first_problem(error: ValidationError) -> msgspec.ValidationError:
    first = error.payload[0]
    sentence = first["msg"].replace("$.parsed_body", "$").replace("$.parsed_query", "$")
    return msgspec.ValidationError(sentence)


def not_found_handler(prefix: str) -> Callable[..., HttpResponse]:
    return build_404_handler(prefix, serializer=MsgspecSerializer, format_error=error_object)


def broken_handler(prefix: str) -> Callable[..., HttpResponse]:
    return build_500_handler(prefix, serializer=MsgspecSerializer, format_error=error_object)


def routes(
    prefix: str, endpoints: Sequence[URLPattern | URLResolver], *, title: str, version: str
) -> list[URLPattern | URLResolver]:
    """The endpoints, their OpenAPI 3.1 document at /api/schema, and a page to try them."""
    router = Router(prefix, endpoints)
    schema = build_schema(router, config=OpenAPIConfig(title=title, version=version))
    return [
        router.to_urlpatterns(namespace="api"),
        path("api/schema", OpenAPIJsonView.as_view(schema, skip_validation=True), name="schema"),
        path("api/docs", SwaggerView.as_view(schema, skip_validation=True), name="docs"),
    ]
