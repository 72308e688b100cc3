"""Files that people send: what is taken as what, what is refused with a sentence, and what of a picture survives."""

import io
import os
import time
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from entredon.desk import files
from entredon.log import content
from entredon.log.registry import Refused


@pytest.fixture(autouse=True)
def here(settings: Any, tmp_path: Any) -> None:
    settings.ENTREDON_HOME = tmp_path


def sent(raw: bytes, name: str = "lid.pdf", sender: files.Sender | None = None) -> files.Waits:
    return files.take(SimpleUploadedFile(name, raw), sender)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def zipped(**names: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, raw in names.items():
            made.writestr(name, raw)
    return out.getvalue()


STL = b"\0" * 80 + (1).to_bytes(4, "little") + b"\0" * 50


@pytest.mark.parametrize(("raw", "kind"), [
    (b"%PDF-1.7\n", "application/pdf"), (b"Hello, \xc3\xa9\n", "text/plain"), (b"ISO-10303-21;\n", "model/step"),
    (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "image/svg+xml"), (STL, "model/stl"),
    (b"solid lid\nfacet normal 0 0 1\n", "model/stl"), (b"<html><script>alert(1)</script>", "text/plain"),
    (b"OggS" + b"\0" * 20, "audio/ogg"), (zipped(a=b"x"), "application/zip"),
    (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
    (zipped(mimetype=b"text/html"), "application/zip"), (zipped(**{"word/document.xml": b"x"}), files._OFFICE["word/"]),
    (b"PK\x03\x04 broken", "application/zip"),
])  # fmt: skip
def test_what_a_file_is_its_bytes_say_not_its_name(raw: bytes, kind: str) -> None:
    waits = sent(raw, "lid.exe")
    assert (waits.type, waits.bytes, waits.name) == (kind, len(raw), "lid.exe")
    assert files.place(waits.key).read_bytes() == raw


@pytest.mark.parametrize(("raw", "because"), [
    (b"", "is empty"), (b"MZ\x90\0\x03", "can’t tell what"), (b"\x7fELF\x02\x01", "can’t tell what"), (b"a\0b", "can’t tell what"),
    (b"\x89PNG\r\n\x1a\nnothing", "is broken"), (picture()[:200], "is broken"), (b"x" * 2000, "more than"),
])  # fmt: skip
def test_what_is_not_taken_is_refused_with_a_sentence(settings: Any, raw: bytes, because: str) -> None:
    settings.ENTREDON_FILE_MOST = 1500
    with pytest.raises(Refused, match=because):
        sent(raw)
    assert list(files.folder().iterdir()) == []


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 20_000
    with pytest.raises(Refused, match="more than 40 million pixels"):
        sent(bomb.getvalue(), "bomb.png")


def test_of_a_picture_nothing_survives_that_is_not_a_pixel() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[274] = 6
    waits = sent(picture(exif=exif) + b"<script>alert(1)</script>", "../../My photo.JPG")
    raw = files.place(waits.key).read_bytes()
    assert (waits.name, waits.type) == ("My photo.webp", "image/webp")
    assert b"Secret" not in raw
    assert b"script" not in raw
    with Image.open(io.BytesIO(raw)) as drawn:
        assert (drawn.size, drawn.format, dict(drawn.getexif())) == ((40, 60), "WEBP", {})


def test_a_large_picture_becomes_smaller_and_one_can_see_nothing_through_it() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (5000, 50), (0, 0, 0, 0)).save(out, "PNG")
    waits = sent(out.getvalue(), "wide.png")
    with Image.open(files.place(waits.key)) as drawn:
        assert drawn.size == (files.SIDE, 24)
        assert drawn.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_form_finds_its_file_again_by_a_token_that_nobody_else_can_make() -> None:
    waits = sent(b"%PDF-1.7\n")
    assert files.find(waits.token) == waits
    assert files.find(waits.token[:-1] + "x") is None
    assert files.find("") is None
    files.tell(waits)
    assert content.store().has(waits.sha256)
    files.drop(waits)
    assert files.find(waits.token) is None
    with pytest.raises(Refused, match="isn’t here any more"):
        files.tell(waits)


def test_what_nobody_used_is_thrown_away_and_there_is_room_for_so_much() -> None:
    waits = sent(b"%PDF-1.7\n")
    os.utime(files.place(waits.key), (0, time.time() - files.AGE - 10))
    files.sweep()
    assert files.find(waits.token) is None


def test_where_too_much_waits_the_next_file_is_refused(settings: Any) -> None:
    settings.ENTREDON_FILE_MOST = 20
    for _ in range(files.AT_ONCE):
        sent(b"%PDF-1.7 twenty byte")
    with pytest.raises(Refused, match="no room here"):
        sent(b"%PDF-1.7\n")


EVE, HOUSE = files.Sender("7", visits=False), files.Sender("192.0.2.7", visits=True)


@pytest.mark.parametrize(("sender", "share"), [(EVE, files.OF_ONE), (HOUSE, files.OF_A_VISITOR)])
def test_nobody_fills_the_room_for_others(settings: Any, sender: files.Sender, share: int) -> None:
    settings.ENTREDON_FILE_MOST = 20
    for _ in range(share):
        waits = sent(b"%PDF-1.7 twenty byte", sender=sender)
    with pytest.raises(Refused, match="your other files"):
        sent(b"%PDF-1.7\n", sender=sender)
    for other in (files.Sender("8", visits=False), files.Sender("192.0.2.8", visits=True), None):
        sent(b"%PDF-1.7 twenty byte", sender=other)
    files.drop(waits)
    sent(b"%PDF-1.7\n", sender=sender)
    assert not any("192.0.2" in path.name for path in files.folder().iterdir())
    assert share < files.AT_ONCE / 2


def test_a_visitors_file_stays_a_day_unless_its_form_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    left, held, hers = (sent(b"%PDF-1.7\n", sender=sender) for sender in (HOUSE, HOUSE, EVE))
    files.hold(held)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + files.BRIEFLY - 60)
    files.sweep()
    assert files.find(left.token) == left
    monkeypatch.setattr(time, "time", lambda: now + files.BRIEFLY + 60)
    files.sweep()
    assert [files.find(one.token) for one in (left, held, hers)] == [None, held, hers]
    files.hold(left)  # it is gone: nothing to hold


@pytest.mark.parametrize(("name", "shown"), [
    ("C:\\photos\\lid.pdf", "lid.pdf"), ("/etc/passwd", "passwd"), ("a\nb\u202e.pdf", "ab.pdf"), ("", "file"),
])  # fmt: skip
def test_a_name_is_one_line_without_a_path(name: str, shown: str) -> None:
    assert files.named(name) == shown
    assert len(files.named("x" * 500 + ".pdf")) <= files.LONGEST


@pytest.mark.parametrize(("raw", "said", "shown"), [
    (b"<script>", "image/webp", files.BYTES), (b"<script>", "text/html", files.BYTES), (b"<svg/>", "image/svg+xml", files.BYTES),
    (b"%PDF", "application/pdf", "application/pdf"), (picture("PNG"), "image/png", "image/png"),
])  # fmt: skip
def test_content_is_handed_out_as_what_it_is_never_as_what_somebody_said(raw: bytes, said: str, shown: str) -> None:
    assert files.shown_as(io.BytesIO(raw), said) == shown
