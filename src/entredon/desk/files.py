"""Files that people send with what they tell: looked at, pictures drawn anew, and kept aside until they are said.

Until somebody is in and has told what the file belongs to, it lies in a folder of this place, under a random name; then it goes
into the content store, which is public. A form carries a signed ``token`` for each file it holds, so that nothing has to be
chosen twice. Which kind of file it is, its first bytes say, never its sender.
"""

import contextlib
import hashlib
import os
import re
import secrets
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.utils.crypto import salted_hmac

from entredon.log import content, home
from entredon.log.registry import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

AGE = 8 * 24 * 3600
"""Seconds after which a file that nobody used is thrown away: a day more than what was typed is kept."""
AT_ONCE = 40
"""Room for so many of the largest files, all that wait together."""
OF_ONE, OF_A_VISITOR = 12, 6
"""Of that room, what one account may fill, and one place from which visitors come."""
BRIEFLY = 24 * 3600
"""Seconds that a visitor's file is kept for, until she sends the form and is asked to come in."""
IN_ONE_FORM = 30
"""So many files are taken from one form; others are read past."""
SUFFIX, MARK = ".given", 12
LONGEST = 120
"""Characters of a file's name."""
SIDE = 2400
"""Pixels of the longer side of a picture, at most."""
MOST_PIXELS = 40_000_000
PAPER = (255, 255, 255)
"""What stands behind a picture that one can see through."""
PICTURE, BYTES, TEXT, ZIP = "image/webp", "application/octet-stream", "text/plain", "application/zip"
DRAWN = ("JPEG", "PNG", "WEBP", "GIF")
TURNED = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""How a picture has to be transposed by what its camera says about how it was held (EXIF 2.3, tag 274)."""

_STARTS = (
    (b"%PDF-", "application/pdf"), (b"\x1f\x8b\x08", "application/gzip"), (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"ISO-10303-21;", "model/step"), (b"glTF", "model/gltf-binary"), (b"BLENDER", "application/x-blender"),
    (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)  # fmt: skip
"""How files begin."""
_OFFICE = {"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
           "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
           "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation"}  # fmt: skip
_OPEN = "application/vnd.oasis.opendocument."
TYPES = frozenset({
    *(kind for _start, kind in _STARTS), *_OFFICE.values(), PICTURE, "image/jpeg", "image/png", "image/gif", TEXT, ZIP,
    "image/svg+xml", "model/stl", "audio/wav", "video/mp4", f"{_OPEN}text", f"{_OPEN}spreadsheet", f"{_OPEN}presentation",
    f"{_OPEN}graphics",
})  # fmt: skip
"""All kinds of files that are taken."""
SHOWN = frozenset({PICTURE, "image/jpeg", "image/png", "image/gif"})
"""Kinds that a page shows; all others are only handed out."""

_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_one_at_a_time = threading.Lock()


class Waits(NamedTuple):
    """A file that waits here to be said: where it lies, how it is called, what it is."""

    key: str
    name: str
    type: str
    bytes: int
    sha256: str

    @property
    def token(self) -> str:
        """What a form carries for it; nobody else can make one."""
        return signing.dumps(list(self), salt="desk.files")


def most() -> int:
    """How many bytes a file may have at most."""
    return int(settings.ENTREDON_FILE_MOST)


class Bounded(TemporaryFileUploadHandler):
    """Takes files to the disk up to the most that is taken here; what is larger is read past, and named in ``too_large``."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.too_large: list[tuple[str, str]] = []
        self._taken = self._size = 0

    def new_file(self, *args: Any, **words: Any) -> None:
        self._taken += 1
        if self._taken > IN_ONE_FORM:
            raise SkipFile
        self._size = 0
        super().new_file(*args, **words)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > most():
            self.file.close()
            self.too_large.append((str(self.field_name), named(self.file_name or "")))
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def named(name: str) -> str:
    """The name of a file as it is shown: one line, without a path, of bearable length."""
    plain = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()
    if len(plain) > LONGEST:
        begin, dot, end = plain.rpartition(".")
        plain = f"{begin[: LONGEST - 11]}{dot}{end[:10]}" if dot else plain[:LONGEST]
    return plain or "file"


class Sender(NamedTuple):
    """Who sends a file: an account, or a visitor by where she comes from."""

    who: str
    visits: bool

    @property
    def begins(self) -> str:
        """How the names of her files begin here: the same for all of hers, and nobody can tell from it who she is."""
        about = f"{'visitor' if self.visits else 'account'}\n{self.who}"
        return salted_hmac("desk.files", about, algorithm="sha256").hexdigest()[:MARK]


def take(upload: UploadedFile[Any], sender: Sender | None = None) -> Waits:
    """Look at a file and keep it aside; a picture is drawn anew. Raises Refused with what is wrong with it."""
    name = named(upload.name or "")
    if not upload.size:
        raise Refused("“{name}” is empty: there was nothing in it.", name=name)
    if upload.size > most():
        raise too_large(name)
    upload.seek(0)
    found = kind_of(upload, name)
    if found in SHOWN:
        raw = drawn(upload, name)
        return _keep(BytesIO(raw), f"{name.rpartition('.')[0] or name}.webp", PICTURE, sender)
    upload.seek(0)
    return _keep(upload, name, found, sender)


def too_large(name: str) -> Refused:
    """What is said of a file that is too large."""
    return Refused(
        "“{name}” has more than {megabytes} megabytes, the most that is taken here.", name=name, megabytes=most() >> 20
    )


def kind_of(stream: Any, name: str) -> str:
    """What a file is, by what stands in it. Raises Refused for what isn't taken."""
    stream.seek(0)
    head = stream.read(4096)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if (picture := _picture(head)) or (picture := _by_container(head)):
        return picture
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(stream)
    if _is_stl(stream, head):
        return "model/stl"
    if text := _text(stream, head):
        return text
    raise Refused(
        "We can’t tell what “{name}” is. Pictures, PDF, office documents, text, drawings, 3D models, sound, films and ZIP are taken.",
        name=name,
    )


def _picture(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    return PICTURE if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _by_container(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    return "video/mp4" if head[4:8] == b"ftyp" else ""


def _of_zip(stream: Any) -> str:
    """What is in a ZIP, by the names in it: nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(stream) as found:
            names = found.namelist()[:200]
            if names[:1] == ["mimetype"] and found.getinfo("mimetype").file_size < 100:
                kind = found.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in TYPES else ZIP
    except Exception:  # whatever a broken or made-up file makes a reader do
        return ZIP
    return next((kind for begin, kind in _OFFICE.items() if any(name.startswith(begin) for name in names)), ZIP)


def _is_stl(stream: Any, head: bytes) -> bool:
    """A 3D model whose length says how many triangles it has."""
    if len(head) < 84:
        return False
    size = stream.seek(0, 2)
    return bool(size == 84 + 50 * int.from_bytes(head[80:84], "little"))


def _text(stream: Any, head: bytes) -> str:
    """Words: whatever is UTF-8 to its end, without characters that no text has."""
    stream.seek(0)
    raw = stream.read(most() + 1)
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if _NO_TEXT.search(raw):
        return ""
    begin = head[:1000].decode("utf-8", "ignore").lower()
    if "<svg" in begin:
        return "image/svg+xml"
    return "model/stl" if begin.startswith("solid ") and "facet" in begin else TEXT


def drawn(stream: Any, name: str) -> bytes:
    """A picture drawn anew: its pixels, at most so many, and nothing else that came with them. Raises Refused."""
    from PIL import Image

    stream.seek(0)
    with _one_at_a_time:  # so that many large ones together don't take all memory
        try:
            with Image.open(stream, formats=DRAWN) as found:
                wide, high = found.size
                if wide * high > MOST_PIXELS:
                    raise _too_many(name)
                if found.format == "JPEG":
                    found.draft("RGB", (SIDE, SIDE))
                return _written(_upright(found))
        except Refused:
            raise
        except Image.DecompressionBombError:
            raise _too_many(name) from None
        except Exception:  # whatever a broken or made-up file makes a decoder do
            raise Refused(
                "The picture “{name}” is broken: it can’t be read to its end. Try another one.", name=name
            ) from None


def _too_many(name: str) -> Refused:
    return Refused(
        "The picture “{name}” has more than {millions} million pixels. Choose a smaller one.",
        name=name,
        millions=MOST_PIXELS // 1_000_000,
    )


def _upright(found: "Image") -> "Image":
    """The picture as it was seen, however the camera was held, in plain colours."""
    from PIL import Image

    try:
        turned = found.getexif().get(274)
    except Exception:  # what a camera noted may be broken while the picture is whole
        turned = None
    found.load()
    way = TURNED.get(turned) if isinstance(turned, int) else None
    picture = found if way is None else found.transpose(Image.Transpose(way))
    if picture.mode.startswith("I"):  # sixteen bits for each point
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    if "transparency" in picture.info or picture.mode in ("RGBA", "PA", "LA", "RGBa", "La"):
        seen_through = picture.convert("RGBA")
        paper = Image.new("RGB", seen_through.size, PAPER)
        paper.paste(seen_through, mask=seen_through)
        return paper
    return picture.convert("RGB")


def _written(picture: "Image") -> bytes:
    """A file that holds these pixels and no more: begun from nothing, so nothing can come along."""
    from PIL import Image

    out = BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "WEBP", quality=85, method=3)
    return out.getvalue()


def folder() -> Path:
    """Where files wait, its owner's alone."""
    found = Path(settings.ENTREDON_HOME) / "uploads"
    home.make_folder(found)
    return found


def place(key: str) -> Path:
    """Where a file lies: by the random name it was given here, never by one that came from outside."""
    if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
        raise ValueError("no name of a file")
    return folder() / (key + SUFFIX)


def _keep(stream: Any, name: str, kind: str, sender: Sender | None) -> Waits:
    sweep()
    share = (OF_A_VISITOR if sender.visits else OF_ONE) * most() if sender else 0
    if sender and sum(path.stat().st_size for path in _all(sender.begins)) + _size(stream) > share:
        raise Refused(
            "“{name}” is too much together with your other files that wait here: first send what they belong to.",
            name=name,
        )
    if sum(path.stat().st_size for path in _all()) > (AT_ONCE - 1) * most():
        raise Refused(
            "There is no room here for “{name}” just now. Tell it without the file, or try again tomorrow.", name=name
        )
    key = sender.begins + secrets.token_hex(10) if sender else secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    with place(key).open("xb") as out:
        while chunk := stream.read(1 << 16):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    if sender and sender.visits:
        _goes_after(key, BRIEFLY)
    return Waits(key, named(name), kind, size, digest.hexdigest())


def _size(stream: Any) -> int:
    size = int(stream.seek(0, 2) or stream.tell())
    stream.seek(0)
    return size


def _goes_after(key: str, seconds: int) -> None:
    """A file is thrown away when it is of ``AGE``: so it is made to look older, or new again."""
    then = time.time() - AGE + seconds
    os.utime(place(key), (then, then))


def hold(waits: Waits) -> None:
    """Its form was sent and waits until she is in: as long as that is kept, its file is too."""
    with contextlib.suppress(FileNotFoundError):
        _goes_after(waits.key, AGE)


def find(token: str) -> Waits | None:
    """The file that a token of ours names, if it still waits here."""
    try:
        found = Waits(*signing.loads(token, salt="desk.files", max_age=AGE))
    except (signing.BadSignature, TypeError):
        return None
    return found if place(found.key).is_file() else None


def tell(waits: Waits) -> None:
    """Put a file into the content store, for it is about to be said. Raises Refused when it isn't here any more."""
    try:
        with place(waits.key).open("rb") as stream:
            content.store().put(stream, waits.sha256)
    except FileNotFoundError:
        raise Refused("“{name}” isn’t here any more: choose it once more.", name=waits.name) from None


def drop(waits: Waits) -> None:
    """It was said, or isn't wanted."""
    place(waits.key).unlink(missing_ok=True)


def sweep() -> None:
    """Throw away what nobody used."""
    for path in _all():
        if time.time() - path.stat().st_mtime > AGE:
            path.unlink(missing_ok=True)


def _all(begins: str = "") -> Iterator[Path]:
    return folder().glob(f"{begins}*{SUFFIX}")


def shown_as(stream: BinaryIO, said: str) -> str:
    """As what content is handed out: a kind that pages show only if it is one; a kind we don't know as bytes."""
    if said in SHOWN:
        return said if _picture(stream.read(64)) == said else BYTES
    return said if said in TYPES and said != "image/svg+xml" else BYTES
