"""Mails about a new password: asked for by anybody, and their keys, each of which works once."""

from typing import Any

import msgspec
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.headless.account import response
from allauth.headless.account.inputs import ResetPasswordInput, ResetPasswordKeyInput
from allauth.headless.account.views import ResetPasswordView
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import ErrorResponse
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from core.held import held
from people import tasks
from people.speaking import asked


class Asked(inputs.Input):  # type: ignore[misc]
    email = inputs.EmailField()


class RequestView(APIView):  # type: ignore[misc]
    """Who has an account with the address is looked up by the worker: here it would take longer for
    some than for others."""

    input_class = Asked

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        address = self.input.cleaned_data["email"].lower()
        refused: HttpResponse | None = ratelimit.consume_or_429(
            request, action="reset_password", key=address
        )
        if refused is not None:
            return refused
        tasks.answer_reset.defer(address=address, language=asked(request))
        return response.RequestPasswordResponse(request)  # type: ignore[no-any-return]


class Key(ResetPasswordKeyInput):  # type: ignore[misc]
    """allauth fails on a key without its first half."""

    def _clean_key_link(self) -> str:
        if self.cleaned_data["key"].startswith("-"):
            raise get_adapter().validation_error("invalid_password_reset")
        return super()._clean_key_link()  # type: ignore[no-any-return]


class KeyAndPassword(Key, ResetPasswordInput):  # type: ignore[misc]
    pass


class ResetView(ResetPasswordView):  # type: ignore[misc]
    input_class = KeyAndPassword

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Of two who use one key at once, one does."""
        with held(f"password reset {_key_in(request.body)}") as mine:
            if mine:
                return super().handle(request, *args, **kwargs)  # type: ignore[no-any-return]
        message = "This link is being used right now."
        error = {"code": "invalid_password_reset", "param": "key", "message": message}
        return JsonResponse({"status": 400, "errors": [error]}, status=400)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = Key({"key": request.headers.get("X-Password-Reset-Key", "")})
        if not asked.is_valid():
            return ErrorResponse(request, input=asked)  # type: ignore[no-any-return]
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]


def _key_in(body: bytes) -> object:
    """A body that is no JSON is refused afterwards, whatever is held meanwhile."""
    try:
        said = msgspec.json.decode(body or b"{}")
    except msgspec.DecodeError:
        return None
    return said.get("key") if isinstance(said, dict) else None
