"""Drawn avatars: a face in a few lines of chalk, made from the handle, the same every time."""

import asyncio
import hashlib
from functools import lru_cache
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from people import chalk
from people.chalk import Ellipse, Shape, Sketch, curve

PAPERS = ("#e9dfd0", "#dcd7c5", "#e4d3c5", "#d5d9cf", "#ddd3d8", "#cfd6d8")
CHALKS = ("#9c3b26", "#5b4636", "#3f4a4f", "#6d4a5c", "#4d5a3c", "#7a5a24")
WEEK, YEAR = 604_800, 31_536_000


def url(handle: str) -> str:
    return f"/avatars/{handle}.svg"


def picture_url(avatar: str) -> str:
    """The same face for those who take no SVG; another drawing has another address."""
    seed = PurePosixPath(avatar).stem
    drawing = chalk.svg(sketch(seed)).encode()
    return f"/avatars/{seed}.png?v={hashlib.sha256(drawing).hexdigest()[:8]}"


def sketch(seed: str) -> Sketch:
    """Head, hair and shoulders on 96 by 96, varied by the bytes of a hash."""
    bits = hashlib.sha256(seed.encode()).digest()

    def pick(index: int, low: float, high: float) -> float:
        return round(low + (high - low) * bits[index] / 255, 1)

    width, height = pick(2, 15, 19), pick(3, 19, 23)
    lean, brow = pick(4, -5, 5), pick(5, 30, 35)
    smile, left, right = pick(8, 1, 5), pick(9, 4, 10), pick(10, 4, 10)
    neck = 42 + height - 2
    return Sketch(
        paper=PAPERS[bits[0] % len(PAPERS)],
        chalk=CHALKS[bits[1] % len(CHALKS)],
        lean=lean,
        shapes=[
            Ellipse(48, 42, width, height),
            *_hair(bits[6] % 4, width, height, lean, pick(7, 4, 10)),
            curve((41, brow + 6), (43, brow + 4), (46, brow + 6)),
            curve((51, brow + 6), (54, brow + 4), (56, brow + 6)),
            curve((48, brow + 9), (45, brow + 15), (49, brow + 16)),
            curve((43, brow + 21), (48, brow + 21 + smile), (53, brow + 21)),
            curve((42, neck), (42, neck + 3.5), (42, neck + 7)),
            curve((54, neck), (54, neck + 3.5), (54, neck + 7)),
            curve((14, 94), (14 + left, 72), (42, 69)),
            curve((82, 94), (82 - right, 72), (54, 69)),
        ],
    )


def _hair(style: int, width: float, height: float, lean: float, lift: float) -> list[Shape]:
    left, right, top = 48 - width, 48 + width, 42 - height
    if style == 0:
        crown = top - lift
        return [curve((left, 40), (left, crown), (48, crown), (right, crown), (right, 40))]
    if style == 1:
        fringe = (left - 8, top - lift), (48, top - 3), (right + 8, top - 6 + lift)
        return [
            curve((left, 40), *fringe, (right, 40)),
            curve((left - 3, 42), (left - 7, 60), (left - 1, 70)),
            curve((right + 3, 42), (right + 7, 60), (right + 1, 70)),
        ]
    if style == 2:
        bun = Ellipse(48 + lean, top - lift, lift, lift)
        return [bun, curve((left, 36), (48, top - 4), (right, 36))]
    curls = (left + 12, 30), (left + 18, 34 + lift), (left + 24, 28), (left + 30, 22 - lift)
    return [curve((left, 34), (left + 6, 26 - lift), *curls, (left + 36, 32))]


@lru_cache(maxsize=256)
def _picture(seed: str) -> bytes:
    return chalk.png(sketch(seed))


@require_safe
async def view(request: HttpRequest, handle: str) -> HttpResponse:
    response = HttpResponse(chalk.svg(sketch(handle)), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={WEEK}"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    return response


@require_safe
async def picture(request: HttpRequest, handle: str) -> HttpResponse:
    """For previews of a link, wherever they are shown."""
    drawn = await asyncio.to_thread(_picture, handle)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
