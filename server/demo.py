"""A demo installation lets a newcomer in by one click. Nothing of it exists elsewhere."""

import msgspec
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from people.models import User

#: Who can be tried out, and as whom. The `demo` command makes them.
CAST = {
    "hanna": "hosts life-drawing evenings",
    "ana": "models, dynamic poses",
    "jane": "models, long poses and portraits",
    "mika": "models and hosts",
}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    known = {user.handle: user for user in User.objects.filter(handle__in=CAST)}
    cast = [
        {
            "handle": handle,
            "name": known[handle].display_name,
            "avatar": known[handle].avatar,
            "line": line,
        }
        for handle, line in CAST.items()
        if handle in known
    ]
    return JsonResponse({"people": cast})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    try:
        asked = msgspec.json.decode(request.body, type=dict[str, str])
    except msgspec.DecodeError:
        return HttpResponse(status=400)
    user = User.objects.filter(handle__in=CAST, handle=asked.get("handle", "")).first()
    if user is None:
        raise Http404
    login(request, user, backend="people.signing_in.AddressBackend")
    return JsonResponse({"ok": True})


urlpatterns = [path("demo/people", people), path("demo/sign-in", sign_in)] if settings.DEV else []
