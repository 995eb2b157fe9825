"""The admin: opened by the sign-in of everybody, and only with a second factor."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver
from django.utils.http import url_has_allowed_host_and_scheme
from unfold.sites import UnfoldAdminSite

from people import second_factor
from people.staff import StaffAdmin

#: Pages of the admin that are of no model.
OWN = {"index", "login", "logout", "jsi18n", "app_list"}


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]
    def has_permission(self, request: HttpRequest) -> bool:
        return bool(super().has_permission(request)) and second_factor.was_shown(request)

    def register(self, *given: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own pages, which record every look. Packages bring some that show secrets of
        accounts and change them without a word: addresses, second factors, jobs."""
        models, page = given[0], given[1] if len(given) > 1 else admin_class
        if page is not None and issubclass(page, StaffAdmin):
            super().register(models, page, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Besides the pages of our models these alone; another page reads without a line in the
        log of the staff (search, completion), or changes a password without our limits."""
        return [_ours(found) for found in super().get_urls()]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way to sign in, with one set of limits. This only leads there."""
        user = request.user
        if not user.is_authenticated:
            return _sign_in(request)
        if not (user.is_active and user.is_staff):
            raise Http404
        if not second_factor.of(user).exists():
            return HttpResponseRedirect("/settings#second-step")
        if not second_factor.was_shown(request):
            logout(request)
            return _sign_in(request)
        return HttpResponseRedirect(_next(request))


def _ours(found: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(found, URLResolver) or found.name in OWN:
        return found
    return URLPattern(found.pattern, nowhere, name=found.name)


def nowhere(request: HttpRequest, **given: object) -> HttpResponse:
    raise Http404


def _sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/sign-in?{urlencode({'next': _next(request)})}")


def _next(request: HttpRequest) -> str:
    """Only ever to a page of the admin."""
    asked = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own and asked.startswith("/admin/") else "/admin/"
