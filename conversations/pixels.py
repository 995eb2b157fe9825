"""Pictures of people, made safe: drawn anew from their pixels, so that nothing else is in them.

Where a picture was taken, with which camera, by whom, and whatever hides behind the pixels stays
behind. What is too large to be decoded is refused before it is.
"""

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
PIXELS = 50_000_000
LONGEST, SMALL = 2048, 640
QUALITY = 84


class Unusable(Exception):
    """With a sentence for the screen."""


class Safe(NamedTuple):
    """Two JPEGs of one picture, and the size of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def kind_of(head: bytes) -> str | None:
    """The kind of a picture by its first bytes, whatever it is called."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return "GIF" if head.startswith((b"GIF87a", b"GIF89a")) else None


def make_safe(raw: bytes) -> Safe:
    """Raises `Unusable`. Of a moving picture the first one is kept."""
    kind = kind_of(raw[:12])
    if kind is None:
        raise Unusable("This is not a picture that can be shown.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=[kind]) as opened:
                return _redraw(opened)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unusable("This picture is damaged.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("This picture has too many pixels.") from error


def _redraw(opened: Image.Image) -> Safe:
    if opened.width * opened.height > PIXELS:
        raise Unusable("This picture has too many pixels.")
    if opened.format == "JPEG":
        opened.draft("RGB", (LONGEST, LONGEST))
    drawn = _flat(ImageOps.exif_transpose(opened))
    drawn.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    small = drawn.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Safe(_jpeg(drawn), _jpeg(small), drawn.width, drawn.height)


def _flat(picture: Image.Image) -> Image.Image:
    """On white paper where it was see-through."""
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()
