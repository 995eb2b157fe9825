"""Characters that no text may hold, refused at every address before anybody reads the request.

PostgreSQL has no text with NUL and none with half of a character; each place that forgot it was an
answer 500. The API asks the same of its bodies (`protocol.strict`), as the socket does.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import async_only_middleware

from core.refused import Refused
from protocol import strict
from protocol.api import refusal
from server.serving.bodies import PICTURES

Response = Awaitable[HttpResponse]
NUL = "There is a NUL character in it."


@async_only_middleware
def no_strange_characters(
    get_response: Callable[[HttpRequest], Response],
) -> Callable[[HttpRequest], Response]:
    async def middleware(request: HttpRequest) -> HttpResponse:
        try:
            _check(request)
        except ValueError as error:
            return refusal(Refused("bad_request", str(error)))
        except Refused as refused:
            return refusal(refused)
        return await get_response(request)

    return middleware


#: Read as JSON there, whatever a request calls its body.
JSON = ("/_allauth/", "/account/", "/demo/")
FORM = "application/x-www-form-urlencoded"
#: Nobody reads the body there, and mail programs may send it as they like (RFC 8058).
UNREAD = "/unsubscribe/"


def _check(request: HttpRequest) -> None:
    """Raises `ValueError`. Only texts: the bytes of a picture are no characters."""
    if "\0" in request.path or _has_nul(request.META.get("QUERY_STRING", "").encode()):
        raise ValueError(NUL)
    if request.path.startswith(UNREAD):
        return
    _check_form(request)
    if request.path == PICTURES or request.path.startswith("/api/") or not request.body:
        return
    if request.path.startswith(JSON):
        strict.check(request.body)
    elif _has_nul(request.body):
        raise ValueError(NUL)


def _check_form(request: HttpRequest) -> None:
    """What Django would read as a form, on its way to any view: in ways of which we want one."""
    if request.content_type == "multipart/form-data":
        raise Refused("unsupported_media", "Send this form urlencoded.")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type == FORM and charset.lower() not in ("utf-8", "utf8"):
        raise Refused("unsupported_media", "Send this form in UTF-8.")


def _has_nul(quoted: bytes) -> bool:
    return b"\0" in unquote_to_bytes(quoted)
