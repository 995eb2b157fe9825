"""Second factors as allauth lists them, without the ids of rows: those tell how many there are."""

import json
from typing import Any

from allauth.headless.constants import Client
from allauth.headless.mfa.views import AuthenticatorsView, ManageWebAuthnView
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path
from django.utils.crypto import salted_hmac

#: No row has this id.
NONE = 0


def public_id(authenticator: int) -> str:
    return salted_hmac("authenticator", str(authenticator)).hexdigest()[:32]


class WithPublicIds:
    """Before a view of allauth: ids are made public in its answers, and read in what it is sent."""

    request: HttpRequest

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().handle(request, *args, **kwargs)  # type: ignore[misc]
        if not isinstance(response, JsonResponse):
            return response
        answer = json.loads(response.content)
        shown = answer.get("data")
        for one in shown if isinstance(shown, list) else [shown]:
            if isinstance(one, dict) and "id" in one:
                one["id"] = public_id(one["id"])
        response.content = json.dumps(answer)
        return response

    def handle_input(self, data: Any) -> Any:
        own = Authenticator.objects.filter(user=self.request.user).values_list("pk", flat=True)
        rows = {public_id(pk): pk for pk in own}
        asked = dict(data or {})
        if "id" in asked:
            asked["id"] = rows.get(str(asked["id"]), NONE)
        if isinstance(asked.get("authenticators"), list):
            asked["authenticators"] = [rows.get(str(it), NONE) for it in asked["authenticators"]]
        return super().handle_input(asked)  # type: ignore[misc]


class Authenticators(WithPublicIds, AuthenticatorsView):  # type: ignore[misc]
    pass


class Passkeys(WithPublicIds, ManageWebAuthnView):  # type: ignore[misc]
    pass


#: In front of allauth's own.
BASE = "_allauth/browser/v1/account/authenticators"
urlpatterns = [
    path(BASE, Authenticators.as_api_view(client=Client.BROWSER)),
    path(f"{BASE}/webauthn", Passkeys.as_api_view(client=Client.BROWSER)),
]
