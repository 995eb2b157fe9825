"""The contract, served by the installation itself, and a page to try it."""

import gzip
import hashlib
import json
from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from server import asyncapi, documents, openapi

DOCUMENTS: dict[str, Callable[[], str]] = {
    "openapi": lambda: json.dumps(openapi.document()),
    "asyncapi": asyncapi.document,
    "protocol": documents.json_schema,
}


@cache
def _packed(name: str) -> tuple[bytes, bytes, str]:
    """A document as it is, compressed, and its ETag."""
    raw = DOCUMENTS[name]().encode()
    return raw, gzip.compress(raw, mtime=0), hashlib.sha256(raw).hexdigest()[:32]


@require_safe
def served(request: HttpRequest, name: str) -> HttpResponse:
    raw, packed, digest = _packed(name)
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    tag = f'"{digest}{"-gzip" if zipped else ""}"'
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        body = packed if zipped else raw
        response = HttpResponse(body, content_type="application/json")
        if zipped:
            response["Content-Encoding"] = "gzip"
    response["ETag"], response["Cache-Control"] = tag, "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
@ensure_csrf_cookie
def docs(request: HttpRequest) -> HttpResponse:
    given = {"title": "Callboard", "schema": openapi.document(), "swagger_cdn": None}
    return render(request, "dmr/swagger.html", given)


urlpatterns = [
    path("api/schema", served, {"name": "openapi"}),
    path("api/asyncapi", served, {"name": "asyncapi"}),
    path("api/protocol.schema.json", served, {"name": "protocol"}),
    path("api/docs", docs),
]
