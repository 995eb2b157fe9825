"""The web client: built files as they are, and one shell for every page of it."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import ensure_csrf_cookie
from servestatic import ServeStaticASGI

from protocol.executor import in_database
from server import profile_page

Application = Callable[..., Awaitable[None]]

#: SvelteKit's announcer for screen readers carries this style attribute.
ANNOUNCER = "sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo="
NOT_BUILT = "<!doctype html><title>Callboard</title><p>The client is not built: run bin/dev.</p>"


def with_client(django: Application) -> Application:
    """Files of the build are served before Django is asked; hashed ones for ever."""
    if not settings.CLIENT_BUILD.is_dir():
        return django
    served: Application = ServeStaticASGI(
        django,
        root=settings.CLIENT_BUILD,
        prefix="",
        index_file=False,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: "/_app/immutable/" in url,
    )
    return served


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


@ensure_csrf_cookie
async def shell(request: HttpRequest, *args: Any) -> HttpResponse:
    """Every page of the client; which one it is, the client reads from the address."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405)
    return _answer(_page()[0])


@ensure_csrf_cookie
async def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """The same for somebody's page, which says who it is to who reads no scripts."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405)
    if handle != handle.lower():
        return HttpResponseRedirect(f"/@{handle.lower()}")
    html = _page()[0]
    found = await in_database(profile_page.preview, handle)
    if found is None:
        return _answer(html, status=404)
    return _answer(profile_page.filled(html, found))


def _answer(html: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response["Content-Security-Policy"] = _page()[1]
    response["Cache-Control"] = "no-cache"
    return response
