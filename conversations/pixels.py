"""Pictures of people, made safe: drawn anew from their pixels, so that nothing else is in them.

Where a picture was taken, with which camera, by whom, and whatever hides behind the pixels stays
behind. What is too large to be decoded is refused before it is.
"""

import io
import warnings
from typing import NamedTuple

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from conversations import adobe_rgb

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
PIXELS = 50_000_000
LONGEST, SMALL = 2048, 640
QUALITY = 84
SRGB = ImageCms.createProfile("sRGB")
#: By the orientation of EXIF.
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: That a profile can be about.
MODES = ("L", "LA", "RGB", "RGBA", "CMYK")


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
    """Raises `Unusable`. Of a moving picture the first one is kept.

    What comes from people is only handed to this in a process of its own: `conversations.drawing`.
    """
    kind = kind_of(raw[:12])
    if kind is None:
        raise Unusable("This is not a picture that can be shown.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what is damaged beside the picture
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=[kind]) as opened:
                return _redraw(opened)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unusable("This picture is damaged.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("This picture has too many pixels.") from error


def _redraw(opened: Image.Image) -> Safe:
    """Small first, so that everything else is done with few pixels."""
    if opened.width * opened.height > PIXELS:
        raise Unusable("This picture has too many pixels.")
    if opened.format == "JPEG":
        opened.draft("RGB", (LONGEST, LONGEST))
    beside = _beside(opened)
    profile = opened.info.get("icc_profile") or (adobe_rgb.profile() if beside.is_adobe else None)
    drawn = _with_eight_bits(opened)
    drawn.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    if beside.turned is not None:
        drawn = drawn.transpose(beside.turned)
    drawn = _flat(_in_srgb(drawn, profile))
    small = drawn.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Safe(_jpeg(drawn), _jpeg(small), drawn.width, drawn.height)


class Beside(NamedTuple):
    """What a camera says beside the picture: how it was held, and that it used Adobe RGB."""

    turned: Image.Transpose | None = None
    is_adobe: bool = False


def _beside(opened: Image.Image) -> Beside:
    """Where that is damaged, the picture itself can still be shown."""
    try:
        exif = opened.getexif()
        colours = str(exif.get_ifd(ExifTags.IFD.Interop).get(1, ""))
        orientation = exif.get(ExifTags.Base.Orientation)
        turned = TURNED.get(orientation) if isinstance(orientation, int) else None
    except Exception:
        return Beside()
    return Beside(turned, is_adobe=colours.startswith("R03"))


def _with_eight_bits(opened: Image.Image) -> Image.Image:
    """In a mode whose colours can be mixed: palettes, single bits and 16 of them cannot."""
    if opened.mode.startswith("I"):
        return opened.point(lambda value: value / 256).convert("L")
    if "transparency" in opened.info or opened.mode == "PA":
        return opened.convert("RGBA")
    if opened.mode == "P":
        return opened.convert("RGB")
    return opened.convert("L") if opened.mode == "1" else opened


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Its colours as every screen understands them; phones and cameras use wider ones."""
    if not profile or picture.mode not in MODES:
        return picture
    bands, alpha = picture, None
    if picture.mode in ("RGBA", "LA"):
        bands, alpha = picture.convert(picture.mode[:-1]), picture.getchannel("A")
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        drawn = ImageCms.profileToProfile(bands, own, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture  # a profile that cannot be read, or is for another kind of colours
    if drawn is None:
        return picture
    if alpha is not None:
        drawn.putalpha(alpha)
    return drawn


def _flat(picture: Image.Image) -> Image.Image:
    """On white paper where it was see-through."""
    if "A" not in picture.getbands():
        return picture.convert("RGB")
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
