"""Pictures that people send: what is kept is drawn anew, and what is made to do harm is refused or loses what it carries."""

import base64
import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from entredon.apps.people import pictures
from entredon.log.registry import Refused

# What a decoder grumbles about is what these tests are made of.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
PAYLOAD = b"<script>alert('entredon-payload')</script>"


def scene(size=(640, 480), mode="RGB") -> Image.Image:
    """The left half red, the right half blue, a green stripe on top."""
    picture = Image.new("RGB", size, (200, 30, 30))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((size[0] // 2, 0, *size), fill=(30, 30, 200))
    draw.rectangle((0, 0, size[0], size[1] // 4), fill=(30, 200, 30))
    return picture.convert(mode)


def written(picture: Image.Image, kind: str, **more) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def drawn(content: bytes) -> bytes:
    """What is kept of a file."""
    return base64.b64decode(pictures.drawn(io.BytesIO(content), len(content)), validate=True)


def seen(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def refused(content: bytes, because: str, size: int | None = None) -> None:
    with pytest.raises(Refused) as caught:
        pictures.drawn(io.BytesIO(content), len(content) if size is None else size)
    assert because in str(caught.value)


def near(found, wanted, by: int = 28) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found[:3], wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_kept_small_and_square_and_shows_the_same(kind):
    kept = drawn(written(scene(), kind))
    picture = seen(kept)
    assert (picture.format, picture.size, picture.mode) == ("WEBP", (256, 256), "RGB")
    assert len(kept) < pictures.KEPT
    assert near(picture.getpixel((60, 200)), (200, 30, 30))
    assert near(picture.getpixel((200, 200)), (30, 30, 200))
    assert near(picture.getpixel((128, 20)), (30, 200, 30))
    assert pictures.kept(base64.b64encode(kept).decode()).content == kept


def test_noise_that_packs_badly_still_fits_into_a_text_of_an_entry():
    noise = Image.effect_noise((800, 800), 120).convert("RGB")
    mixed = Image.merge("RGB", [Image.effect_noise((800, 800), 120) for _ in "rgb"])
    for picture in (noise, mixed):
        assert len(drawn(written(picture, "PNG"))) < pictures.KEPT


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_stands_as_it_was_seen_however_the_camera_was_held(turned):
    backwards = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = scene() if turned == 1 else scene().transpose(Image.Transpose(backwards[turned]))
    exif = Image.Exif()
    exif[274] = turned
    picture = seen(drawn(written(stored, "JPEG", exif=exif, quality=95)))
    assert near(picture.getpixel((60, 200)), (200, 30, 30))
    assert near(picture.getpixel((200, 200)), (30, 30, 200))
    assert near(picture.getpixel((128, 20)), (30, 200, 30))


def test_where_and_with_what_it_was_taken_does_not_stay():
    exif = Image.Exif()
    exif[271], exif[272], exif[270] = "Camera of Ada", "Model 7", "In the kitchen"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 3.0, 15.0), 3: "E", 4: (3.0, 43.0, 1.0)})
    for kind in ("JPEG", "WEBP", "PNG"):
        sent = written(scene(), kind, exif=exif, icc_profile=b"profile-of-ada" * 40)
        assert b"Camera of Ada" in sent
        kept = drawn(sent)
        for trace in (b"Camera", b"Model", b"kitchen", b"profile-of-ada", b"EXIF", b"Exif", b"ICCP", b"XMP"):
            assert trace not in kept
        assert not seen(kept).getexif()


def polyglots() -> dict[str, bytes]:
    """Pictures that are something else too, or carry something else along."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as into:
        into.writestr("run.html", PAYLOAD)
    told = PngInfo()
    told.add_text("Comment", PAYLOAD.decode())
    told.add_itxt("XML:com.adobe.xmp", PAYLOAD.decode())
    jpeg = written(scene(), "JPEG", comment=PAYLOAD)
    webp = written(scene(), "WEBP", xmp=PAYLOAD)
    return {
        "HTML behind a JPEG": written(scene(), "JPEG") + PAYLOAD,
        "a script behind a GIF": written(scene(), "GIF") + b"/*" + PAYLOAD + b"*/",
        "a GIF with a comment": written(scene(), "GIF", comment=PAYLOAD),
        "an archive behind a PNG": written(scene(), "PNG") + archive.getvalue(),
        "a JPEG with a comment": jpeg,
        "a PNG with texts": written(scene(), "PNG", pnginfo=told),
        "a WebP with XMP": webp,
        "a WebP and more behind it": webp + PAYLOAD,
        "a program in the EXIF": written(scene(), "JPEG", exif=b"Exif\0\0MM\0*" + PAYLOAD),
    }


@pytest.mark.parametrize("what", polyglots())
def test_nothing_that_came_along_survives(what):
    sent = polyglots()[what]
    assert b"entredon-payload" in sent or b"run.html" in sent
    kept = drawn(sent)
    for trace in (b"script", b"payload", b"alert", b"run.html", b"PK\x03\x04"):
        assert trace not in kept
    assert seen(kept).size == (256, 256)


def test_a_payload_in_the_pixels_themselves_does_not_survive_either():
    picture = Image.frombytes("P", (256, 256), (PAYLOAD * 10)[:256] * 256)
    picture.putpalette(bytes(range(256)) * 3)
    sent = written(picture, "PNG", compress_level=0)
    assert PAYLOAD in sent
    kept = drawn(sent)
    assert b"payload" not in kept
    assert b"payload" not in base64.b64encode(kept)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        b"GIF89a/*<script>*/=1;alert(1)",
        b"\x00" * 1000,
        b"",
        written(scene(), "BMP"),
        written(scene(), "TIFF"),
        written(scene(), "ICO"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
    ],
    ids=["SVG", "HTML", "PDF", "script as GIF", "zeros", "nothing", "BMP", "TIFF", "ICO", "EPS"],
)
def test_what_is_no_picture_of_the_four_kinds_is_refused(content):
    with pytest.raises(Refused):
        drawn(content)


def png_that_says(wide: int, high: int, data: bytes = b"") -> bytes:
    """A small PNG that claims to have so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", data or zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )


def test_ten_thousand_times_ten_thousand_pixels_are_refused_before_any_is_unpacked(monkeypatch):
    def never(*_: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    refused(png_that_says(10_000, 10_000), "more than 40 million pixels")
    real = written(Image.new("1", (10_000, 10_000)), "PNG")
    assert len(real) < 20_000
    refused(real, "more than 40 million pixels")


@pytest.mark.parametrize("size", [(100_000, 100_000), (2**31 - 1, 2**31 - 1), (0, 0), (0, 500)])
def test_sizes_that_no_picture_has_are_refused(size):
    with pytest.raises(Refused):
        drawn(png_that_says(*size))


def test_a_gif_and_a_webp_that_say_they_are_huge_are_refused():
    gif = bytearray(written(scene((64, 64)), "GIF"))
    gif[6:10] = struct.pack("<HH", 65_000, 65_000)
    refused(bytes(gif), "more than 40 million pixels")
    webp = bytearray(written(scene((64, 64)), "WEBP", lossless=True, exif=b"Exif\0\0MM\0*"))
    assert webp[12:16] == b"VP8X"
    webp[24:30] = (16_382).to_bytes(3, "little") * 2
    with pytest.raises(Refused):
        drawn(bytes(webp))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(kind, part):
    whole = written(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    with pytest.raises(Refused):
        drawn(whole[: int(len(whole) * part)])


def test_a_file_with_flipped_bytes_is_drawn_or_refused_and_never_breaks():
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        whole = bytearray(written(scene((200, 200)), kind))
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            hurt = whole.copy()
            hurt[at] ^= 0xFF
            try:
                assert seen(drawn(bytes(hurt))).size == (256, 256)
            except Refused:
                continue


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_kept(kind):
    rest = [Image.new("RGB", (64, 64), (0, 0, n)) for n in range(30)]
    sent = written(scene((64, 64)), kind, save_all=True, append_images=rest, duration=20)
    picture = seen(drawn(sent))
    assert getattr(picture, "n_frames", 1) == 1
    assert near(picture.getpixel((60, 200)), (200, 30, 30), 40)


def test_sixteen_bits_and_grey_and_ink_and_palettes_look_as_before():
    deep = Image.new("I;16", (64, 64), 32_896)
    assert near(seen(drawn(written(deep, "PNG"))).getpixel((9, 9)), (128, 128, 128), 4)
    grey = Image.new("L", (64, 64), 77)
    assert near(seen(drawn(written(grey, "JPEG"))).getpixel((9, 9)), (77, 77, 77), 6)
    ink = scene(mode="CMYK")
    assert near(seen(drawn(written(ink, "JPEG", quality=95))).getpixel((60, 200)), (200, 30, 30), 40)
    few = scene().quantize(8)
    assert near(seen(drawn(written(few, "PNG"))).getpixel((60, 200)), (200, 30, 30))
    one = Image.new("1", (64, 64), 1)
    assert near(seen(drawn(written(one, "PNG"))).getpixel((9, 9)), (255, 255, 255), 6)


def test_what_one_can_see_through_stands_on_paper():
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert near(seen(drawn(written(clear, "PNG"))).getpixel((9, 9)), pictures.PAPER, 6)
    palette = Image.new("P", (64, 64), 0)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    for kind in ("GIF", "PNG"):
        assert near(seen(drawn(written(palette, kind, transparency=0))).getpixel((9, 9)), pictures.PAPER, 6)
    assert near(seen(drawn(written(Image.new("LA", (64, 64), (0, 0)), "PNG"))).getpixel((9, 9)), pictures.PAPER, 6)


@pytest.mark.parametrize("size", [(10_000, 1), (1, 10_000), (1, 1), (31, 400)])
def test_a_picture_of_a_pixel_or_a_line_is_refused_with_its_size(size):
    refused(written(Image.new("RGB", size), "PNG"), f"{size[0]} × {size[1]}")
    refused(written(Image.new("RGB", (4000, 100)), "PNG"), "thin stripe")


def test_huge_profiles_and_notes_beside_the_pixels_are_left_behind_or_refused():
    large = b"\0" * 3_000_000
    assert len(drawn(written(scene(), "JPEG", icc_profile=large))) < pictures.KEPT
    told = PngInfo()
    told.add_text("Comment", "x" * 30_000_000, zip=True)  # unfolds to thirty megabytes
    for sent in (written(scene(), "PNG", icc_profile=large), written(scene(), "PNG", pnginfo=told)):
        with suppress(Refused):  # the decoder may stop unpacking it
            assert len(drawn(sent)) < pictures.KEPT


def test_a_file_of_too_many_bytes_is_not_even_opened():
    refused(b"", "8 megabytes", size=pictures.MOST_BYTES + 1)


# What comes with entries that were signed elsewhere


def text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_only_small_whole_pictures_are_shown_of_what_was_signed_elsewhere():
    fine = written(scene((300, 300)), "JPEG")
    assert pictures.kept(text_of(fine)).kind == "image/jpeg"
    small = drawn(written(scene(), "PNG"))
    assert pictures.kept(text_of(small)).kind == "image/webp"
    for wrong in (
        fine + PAYLOAD,
        fine + b"\xff\xd9"[:1],
        small + PAYLOAD,
        written(scene((64, 64)), "GIF"),
        written(scene((64, 64)), "PNG"),
        PAYLOAD,
        b"",
        written(scene((2000, 2000)), "JPEG", quality=20),
        written(Image.new("RGB", (8000, 8000)), "WEBP"),
        b"RIFF\x10\0\0\0WEBPVP8 \x04\0\0\0abcd",
    ):
        assert pictures.kept(text_of(wrong)) is None
    for no_text in (
        "<script>",
        "é",
        text_of(small)[:-3] + "\n",
        "data:image/webp;base64," + text_of(small),
        "A" * 90_000,
    ):
        assert pictures.kept(no_text) is None


def test_the_name_of_a_kept_picture_changes_with_it():
    one, other = (pictures.kept(text_of(drawn(written(scene(mode=mode), "PNG")))) for mode in ("L", "RGB"))
    assert one.etag != other.etag
    assert one.etag == pictures.kept(text_of(one.content)).etag
