"""The file of an archive: for its person alone, at a browser, after the password."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from core.executor import in_database
from core.refused import Refused
from people.actions.sign_ins import require_reauthentication
from protocol.api import refusal
from rights import queries

AT_ONCE = 256 * 1024


@require_safe
async def download(request: HttpRequest, archive: UUID) -> HttpResponseBase:
    """`GET /account/archive/<id>`. A token is nobody here; see `people.middleware`."""
    try:
        file = await in_database(_file, request, archive)
    except Refused as refused:
        return refusal(refused)
    response = StreamingHttpResponse(
        _pieces(file),
        content_type="application/zip",
        headers={
            "Content-Length": str(file.stat().st_size),
            "Content-Disposition": 'attachment; filename="callboard-archive.zip"',
            "Cache-Control": "no-store",
        },
    )
    return response


def _file(request: HttpRequest, archive: UUID) -> Path:
    sign_in = request.sign_in  # type: ignore[attr-defined]
    if sign_in is None:
        raise Refused("signed_out", "Sign in first.")
    require_reauthentication(sign_in)
    return queries.ready(archive, of=sign_in.user)


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    """What the reader has not taken is not read: a slow one costs no memory."""
    with await asyncio.to_thread(file.open, "rb") as opened:
        while piece := await asyncio.to_thread(opened.read, AT_ONCE):
            yield piece
