"""Pictures of people: what somebody sends is never kept; its pixels are drawn anew, small and square, without anything else.

So nothing of a file survives that isn't a pixel: not where and with what it was taken, no script, no second file behind the
first. A picture that comes with an entry signed elsewhere was not drawn here: it is shown only if it looks like one of ours.
"""

import base64
import binascii
import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from entredon.log.registry import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 256
"""How many pixels wide and high a picture is kept."""
LEAST = 32
"""A picture with fewer pixels than this one way shows nobody."""
MOST_PIXELS = 40_000_000
MOST_BYTES = 8 << 20
KEPT = 45_000
"""A picture that is kept has fewer bytes than this, so that in base64 it fits a text of an entry."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
PAPER = (251, 248, 242)
"""What stands behind a picture that one can see through."""
TURNED = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""How a picture has to be transposed by what its camera says about how it was held (EXIF 2.3, tag 274)."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture as it is shown: its bytes, what kind they are, and a name that changes with them."""

    content: bytes
    kind: str
    etag: str


def drawn(file: BinaryIO, size: int) -> str:
    """The picture in a file, drawn anew, as a text of an entry carries it. Raises Refused with what is wrong with the file."""
    if size > MOST_BYTES:
        raise Refused(
            "This picture has more than {megabytes} megabytes. Choose a smaller one.", megabytes=MOST_BYTES >> 20
        )
    with _one_at_a_time:  # so that many large ones together don't take all memory
        pixels = _pixels(file)
    return base64.b64encode(_written(pixels)).decode()


def _pixels(file: BinaryIO) -> bytes:
    """The square in the middle of a picture: its pixels in red, green and blue, and nothing else."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file, formats=FORMATS) as found:
            _measured(found.size)
            if found.format == "JPEG":
                found.draft("RGB", (2 * SIDE, 2 * SIDE))
            return _square(_upright(found)).tobytes()
    except Refused:
        raise
    except UnidentifiedImageError:
        raise Refused("This is not a picture we can read. JPEG, PNG, WebP and GIF are.") from None
    except Image.DecompressionBombError:
        raise _too_many() from None
    except Exception:  # whatever a broken or made-up file makes a decoder do
        raise Refused("This picture is broken: it can’t be read to its end. Try another one.") from None


def _measured(size: tuple[int, int]) -> None:
    """How large a picture says it is, before any of it is unpacked. Raises Refused."""
    wide, high = size
    if wide * high > MOST_PIXELS:
        raise _too_many()
    if min(wide, high) < LEAST:
        raise Refused("This picture is too small: it has {wide} × {high} pixels.", wide=wide, high=high)
    if max(wide, high) > 20 * min(wide, high):
        raise Refused("This picture is a thin stripe: it has {wide} × {high} pixels.", wide=wide, high=high)


def _too_many() -> Refused:
    return Refused(
        "This picture has more than {millions} million pixels. Choose a smaller one.", millions=MOST_PIXELS // 1_000_000
    )


def _upright(found: "Image") -> "Image":
    """The picture as it was seen, however the camera was held."""
    from PIL import Image

    try:
        turned = found.getexif().get(274)
    except Exception:  # what a camera noted may be broken while the picture is whole
        turned = None
    found.load()
    way = TURNED.get(turned) if isinstance(turned, int) else None
    return found if way is None else found.transpose(Image.Transpose(way))


def _square(picture: "Image") -> "Image":
    from PIL import Image, ImageOps

    if picture.mode.startswith("I;16"):
        picture = picture.convert("I")
    if picture.mode == "I":  # sixteen bits for each point
        picture = picture.point(lambda value: value * (1 / 257)).convert("L")
    if "transparency" in picture.info or picture.mode in ("PA", "LA", "RGBa", "La"):
        picture = picture.convert("RGBA")
    if picture.mode != "RGBA":
        return ImageOps.fit(picture.convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", (SIDE, SIDE), PAPER)
    small = ImageOps.fit(picture, (SIDE, SIDE), Image.Resampling.LANCZOS)
    paper.paste(small, mask=small)
    return paper


def _written(pixels: bytes) -> bytes:
    """A file that holds these pixels and no more: begun from nothing, so nothing can come along."""
    from PIL import Image

    picture = Image.frombytes("RGB", (SIDE, SIDE), pixels)
    for quality in (86, 76, 60, 40, 20):
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=4)
        if len(out.getvalue()) < KEPT:
            break
    return out.getvalue()


def kept(text: str) -> Kept | None:
    """A picture from a text of an entry; None for what isn't one, or isn't as small and plain as those drawn here.

    Whoever signs her entries herself can put anything into that text.
    """
    from PIL import Image

    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return None
    if len(content) >= KEPT or not _whole(content):
        return None
    try:
        with Image.open(BytesIO(content), formats=("WEBP", "JPEG")) as found:
            wide, high = found.size
            kind = found.get_format_mimetype()
    except Exception:  # made up by somebody
        return None
    if not (kind and LEAST <= wide <= 2 * SIDE and LEAST <= high <= 2 * SIDE):
        return None
    return Kept(content, kind, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def _whole(content: bytes) -> bool:
    """Whether a file ends where it says it does: a WebP by its length, a JPEG by its last mark."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return int.from_bytes(content[4:8], "little") + 8 in (len(content), len(content) + 1)
    return content[:3] == b"\xff\xd8\xff" and content[-2:] == b"\xff\xd9"
