"""The OpenAPI document: what the framework reads from the handlers, finished by hand once."""

from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import Any, get_type_hints
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern

from consumers import codes
from consumers.commands import COMMANDS
from protocol.api import OpenApi, described
from protocol.asked import alternatives
from protocol.version import FEATURE_LEVEL, VERSION
from server import api, examples, meanings, schema
from server.published import published
from server.responses import ETAG, RATE, json, refusals

Document = dict[str, Any]

TAGS = {
    "people": "Who somebody is, blocks, sign-ins.",
    "conversations": "Messages, groups, pictures, search.",
    "workflows": "Sessions, calls, applications, offers, bookings.",
    "feed": "Posts and follows.",
    "notifications": "Bells, mails and pushes.",
    "moderation": "Reports, decisions of the staff and appeals.",
    "rights": "Leaving, and everything that is somebody's own.",
    "consumers": "Catching up with what changed.",
    "server": "The installation itself.",
}
ABOUT = """\
Every verb is `POST /api/v1/<verb>`, with the fields that it has on the socket. A `key` makes it
happen once, however often it is sent. Reads are `GET`. Errors have one shape, `ErrorObject`; a
client takes a code that it does not know like the status that carries it."""
CSRF = {
    "type": "apiKey",
    "in": "header",
    "name": "X-CSRFToken",
    "description": "With a session: the value of the cookie `csrftoken`;"
    " over https its name is `__Host-csrftoken`.",
}
WAYS_IN = {
    "django_session": "The cookie of a browser that is signed in; over https its name is"
    " `__Host-session`. What changes something needs `csrf` besides.",
    "token": "An API token, made in the settings or by `manage.py token`, with its scopes.",
}
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
BYTES = {"schema": {"type": "string", "format": "binary"}}


MAKING = Lock()


def document() -> Document:
    """All of it, made once, when it is first asked for: that takes more than a second."""
    with MAKING:
        return _document()


@cache
def _document() -> Document:
    made = described(api.ROUTER, title="Callboard", version=VERSION)
    for path, operations in made["paths"].items():
        for method in ("get", "post"):
            if method in operations:
                _finish(operations[method], *_named(path, method), _codes(path, method))
        if "get" in operations:
            _describe(operations["get"].get("parameters", ()), _hints(path))
    made["paths"] |= _pictures(made["paths"])
    schemas = schema.described(made["components"]["schemas"])
    made["components"]["schemas"] = schemas | {"ImageState": schema.components()["ImageState"]}
    ways_in = made["components"]["securitySchemes"]
    ways_in["csrf"] = CSRF
    for name, said in WAYS_IN.items():
        ways_in[name]["description"] = said
    made["info"] |= {
        "description": ABOUT,
        "contact": {"name": "Callboard", "url": settings.ORIGINS[0]},
        "license": {"name": "MIT", "identifier": "MIT"},
        "x-feature-level": FEATURE_LEVEL,
    }
    made["servers"] = [{"url": settings.ORIGINS[0]}]
    made["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    finished: Document = published(made)
    return finished


def _named(path: str, method: str) -> tuple[str, str, bool]:
    """An operation's id and tag, and whether visitors without an account may do it."""
    if method == "post":
        verb = path.rsplit("/", 1)[-1]
        return camel(verb), schema.verbs()[verb].__module__.split(".")[0], False
    view = _reads()[path]
    return f"get{view.__name__.removesuffix('Api')}", view.__module__.split(".")[0], is_open(view)


def camel(verb: str) -> str:
    """`conversation.mark_unread` as `conversationMarkUnread`."""
    first, *rest = verb.replace(".", "_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def is_open(view: type[Any]) -> bool:
    return issubclass(view, OpenApi)


@cache
def _reads() -> dict[str, type[Any]]:
    return {_template(route): route.callback.view_class for route in [*api.reads(), *api.about()]}  # type: ignore[attr-defined]


def _template(route: URLPattern) -> str:
    """A Django route as OpenAPI writes it: `<uuid:call>` is `{call}`."""
    plain = str(route.pattern)
    for converter in ("uuid", "str"):
        plain = plain.replace(f"<{converter}:", "{")
    return f"/{api.PREFIX}{plain.replace('>', '}')}"


def _codes(path: str, method: str) -> set[str]:
    """With which codes it may be refused."""
    if method == "post":
        verb = path.rsplit("/", 1)[-1]
        return codes.of(verb) if verb in COMMANDS else {*codes.ALWAYS, *codes.OF_BODIES}
    hints = _hints(path)
    names_one = "parsed_path" in hints or UUID in _fields(hints.get("parsed_query"))
    return {*codes.ALWAYS, *(("not_found",) if names_one else ())}


def _hints(path: str) -> dict[str, Any]:
    return get_type_hints(_reads()[path].get)


def _describe(parameters: Iterable[Document], hints: dict[str, Any]) -> None:
    for parameter in parameters:
        struct = hints[f"parsed_{parameter['in']}"]
        parameter["description"] = meanings.of(struct, parameter["name"], parameter["schema"])


def _fields(query: Any) -> set[Any]:
    """The types of what a query may hold."""
    if query is None:
        return set()
    return {kind for hint in get_type_hints(query).values() for kind in alternatives(hint)}


def _finish(operation: Document, id: str, tag: str, is_open: bool, refused: set[str]) -> None:
    operation["operationId"], operation["tags"] = id, [tag]
    operation.setdefault("description", operation.get("summary", ""))
    if is_open:
        operation["security"] = [{}, {"token": []}, {"django_session": []}]
    if "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]
        ask = schema.components_by_ref(body["schema"]["$ref"])
        body["example"] = examples.of(ask)
    done = operation["responses"]["200"]
    done["headers"] = {**done.get("headers", {}), **RATE}
    shape = done["content"]["application/json"]
    shape["example"] = examples.of_schema(shape["schema"])
    operation["responses"] = {"200": done, **refusals(refused)}
    if "requestBody" not in operation:
        done["headers"]["ETag"] = ETAG
        operation["responses"]["304"] = {"description": "It is what `If-None-Match` names."}


def _pictures(paths: Document) -> Document:
    """What is no JSON, and therefore not made by the framework: pictures, in and out."""
    verb = paths[f"/{api.PREFIX}message.send"]["post"]
    taken = {"description": "Kept; the worker draws it anew.", "content": json("ImageState")}
    errors = refusals({*codes.ALWAYS, *codes.OF_BODIES, "conflict"})
    upload = {
        "summary": "Bring a picture, to be sent in a message afterwards.",
        "description": "The bytes of one picture as the body. `image.changed` tells when it is "
        "ready, or why it is not; `message.send` with `kind: image` shows it, once.",
        "operationId": "imageUpload",
        "tags": ["conversations"],
        "security": verb["security"],
        "requestBody": {"required": True, "content": dict.fromkeys(PICTURES, BYTES)},
        "responses": {"200": taken, **errors},
    }
    parameters = [
        _in_path("image", "The picture, by its id.", _ID),
        _in_path("face", "In which size.", {"enum": ["large", "small"]}),
    ]
    shown = {"description": "The picture.", "content": {"image/jpeg": BYTES}}
    deliver = {
        "summary": "A picture of a message that I may see.",
        "description": "Access is checked on every request. `ETag` and `If-None-Match` work.",
        "operationId": "getImage",
        "tags": ["conversations"],
        "security": verb["security"],
        "parameters": parameters,
        "responses": {
            "200": shown,
            "304": {"description": "It has not changed."},
            **refusals({"signed_out", "forbidden", "not_found", "rate_limited", "unavailable"}),
        },
    }
    return {"/media/images": {"post": upload}, "/media/images/{image}/{face}": {"get": deliver}}


def _in_path(name: str, said: str, schema: Document) -> Document:
    return {"name": name, "in": "path", "required": True, "description": said, "schema": schema}


_ID = {"type": "string", "format": "uuid"}
