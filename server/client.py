"""The web client's pages: one shell for all of them, and for what is not there."""

import base64
import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from core.executor import in_database
from core.refused import not_found as nothing_here
from core.refused import unknown_verb
from protocol.api import refusal
from server import api, call_page, profile_page
from server.client_pages import PAGES
from server.previews import filled

#: SvelteKit's announcer for screen readers carries this style attribute.
ANNOUNCER = "sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo="
#: Where programs ask, not people.
PROGRAMS = ("/api/", "/_allauth/", "/media/")
#: Where there are files and no pages.
NO_PAGES = ("/_app/", "/static/", "/.well-known/", "/avatars/", "/calendar/", "/unsubscribe/")
NOTHING = "<!doctype html><title>Not found</title><p>There is nothing at this address.</p>"
NOT_BUILT = "<!doctype html><title>Callboard</title><p>The client is not built: run bin/dev.</p>"


@cache
def _page() -> tuple[str, str]:
    """The shell and its content security policy, with the hash of its one inline script."""
    shell = settings.CLIENT_BUILD / "shell.html"
    html = shell.read_text() if shell.exists() else NOT_BUILT
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    sockets = " ".join(origin.replace("http", "ws", 1) for origin in settings.ORIGINS)
    policy = (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self';"
        f" style-src-attr 'unsafe-hashes' '{ANNOUNCER}'; img-src 'self' data: blob:;"
        f" connect-src 'self' {sockets}; worker-src 'self'; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    )
    return html, policy


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@require_safe
@ensure_csrf_cookie
async def shell(request: HttpRequest, **parameters: Any) -> HttpResponse:
    """Every page of the client; which one it is, the client reads from the address."""
    response = _answer(request, _page()[0])
    if request.path != "/":
        response["X-Robots-Tag"] = "noindex"  # it is for people who are signed in
    return response


@require_safe
async def without_slash(request: HttpRequest, **parameters: Any) -> HttpResponse:
    """Another way to write a page's address."""
    path, question, query = request.get_full_path().partition("?")
    return HttpResponsePermanentRedirect(path.rstrip("/") + question + query)


@require_safe
@ensure_csrf_cookie
async def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """The same for somebody's page, which says who it is to who reads no scripts."""
    if handle != handle.lower():
        return HttpResponsePermanentRedirect(f"/@{handle.lower()}")
    html = _page()[0]
    found = await in_database(profile_page.preview, handle)
    if found is None:
        return _answer(request, html, status=404)
    return _answer(request, filled(html, found))


@require_safe
@ensure_csrf_cookie
async def call(request: HttpRequest, call: UUID) -> HttpResponse:
    """A call says what it is where visitors may see it; else its page is for members alone."""
    found = await in_database(call_page.preview, call)
    return await shell(request) if found is None else _answer(request, filled(_page()[0], found))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """JSON for programs; the client says it to people; anything else gets one line."""
    if f"{request.path}/".startswith(PROGRAMS):
        is_verb = request.method == "POST" and request.path.startswith(f"/{api.PREFIX}")
        return refusal(unknown_verb() if is_verb else nothing_here())
    if request.path.startswith(NO_PAGES) or PurePosixPath(request.path).suffix:
        return HttpResponse(NOTHING, status=404)
    get_token(request)
    return _answer(request, _page()[0], status=404)


def _answer(request: HttpRequest, html: str, status: int = 200) -> HttpResponse:
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_packed(html) if packs else html, status=status)
    if packs:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Content-Security-Policy"] = _page()[1]
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=64)
def _packed(html: str) -> bytes:
    """No secret of anybody stands in a page, so its length tells nothing."""
    return gzip.compress(html.encode(), mtime=0)


urlpatterns = [
    *(path(page, shell) for page in PAGES),
    *(path(f"{page}/", without_slash) for page in PAGES if page),
]
