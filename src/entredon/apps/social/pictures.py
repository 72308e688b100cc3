"""Pictures in posts: drawn anew, made small enough to stand beside the record as a text, and looked at again when shown."""

import base64
import binascii
from io import BytesIO
from typing import Any

from entredon.desk import files
from entredon.log.registry import Refused

MOST_BYTES = 12 << 20
"""Bytes of a picture that is sent."""
KEPT = 72_000
"""A picture that is kept has fewer bytes than this, so that in base64 it fits a text of an entry."""
TRIES = ((1280, 80), (1280, 62), (1024, 62), (800, 60), (640, 50), (480, 40), (320, 30))
"""Longer side and quality, the best first: the first that fits is kept."""
LARGEST = 2400
TYPE = "image/webp"


def drawn(upload: Any) -> str:
    """A picture that somebody sends, as a text of an entry carries it. Raises Refused with what is wrong with it."""
    from PIL import Image

    name = files.named(upload.name or "")
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(
            "“{name}” has more than {megabytes} megabytes: choose a smaller one.", name=name, megabytes=MOST_BYTES >> 20
        )
    if not _is_picture(upload, name):
        raise Refused("“{name}” is not a picture we can read. JPEG, PNG, WebP and GIF are.", name=name)
    with Image.open(BytesIO(files.drawn(upload, name)), formats=("WEBP",)) as whole:
        whole.load()
        for side, quality in TRIES:
            small = whole.convert("RGB")
            small.thumbnail((side, side), Image.Resampling.LANCZOS)
            out = BytesIO()
            small.save(out, "WEBP", quality=quality, method=4)
            if len(out.getvalue()) < KEPT:
                break
    return base64.b64encode(out.getvalue()).decode()


def _is_picture(upload: Any, name: str) -> bool:
    try:
        return files.kind_of(upload, name) in files.SHOWN
    except Refused:
        return False


def shown(text: str) -> bytes | None:
    """A picture from a text; None for what isn't one like those drawn here. Who signs herself can put anything there."""
    from PIL import Image

    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
        if content[:4] != b"RIFF" or int.from_bytes(content[4:8], "little") + 8 not in (len(content), len(content) + 1):
            return None
        with Image.open(BytesIO(content), formats=("WEBP",)) as found:
            wide, high = found.size
    except (ValueError, binascii.Error):
        return None
    except Exception:  # made up by somebody
        return None
    return content if max(wide, high) <= LARGEST else None
