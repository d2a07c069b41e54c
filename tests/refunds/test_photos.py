"""What comes out of a photo that somebody sent: a picture of a sane size, and nothing else."""

from io import BytesIO

import pytest
from PIL import Image

from refunds.exceptions import PhotoRefused
from refunds.photos import LONGEST_SIDE, MOST_BYTES, MOST_PIXELS, clean_photo
from tests.factories.returns import picture


def cleaned(content: bytes, size: int | None = None) -> Image.Image:
    clean = clean_photo(BytesIO(content), size=len(content) if size is None else size)
    found = Image.open(BytesIO(clean.content))
    assert (found.width, found.height, found.format) == (clean.width, clean.height, "JPEG")
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_of_photo_becomes_a_jpeg(kind):
    assert cleaned(picture((60, 40), kind)).size == (60, 40)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("PNG", "1"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_every_manner_of_colors_is_read(kind, mode):
    assert cleaned(picture((8, 8), kind, mode)).mode == "RGB"


def test_what_is_transparent_becomes_white():
    assert cleaned(picture((8, 8), "PNG", "RGBA")).getpixel((4, 4)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller():
    assert cleaned(picture((4000, 1000))).size == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_a_photo_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert cleaned(picture((60, 40), exif=exif)).size == (40, 60)


def test_where_it_was_taken_and_what_was_written_into_it_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (42.0, 41.0, 51.0)
    sent = (
        picture((60, 40), exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile") + b"SecretTail"
    )
    assert sent.count(b"Secret") == 4
    found = cleaned(sent)
    assert (dict(found.getexif()), found.info.get("comment"), found.info.get("icc_profile")) == (
        {},
        None,
        None,
    )
    assert b"Secret" not in clean_photo(BytesIO(sent), size=len(sent)).content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        picture()[:200],
        picture()[:4] + bytes(500),
        picture((60, 40), "PNG")[:60],
    ],
    ids=["empty", "pdf", "svg", "gif", "cut", "noise", "cut png"],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(PhotoRefused, match="no photo that we can read"):
        cleaned(content)


def test_other_kinds_of_pictures_are_refused():
    for kind in ("GIF", "TIFF", "BMP"):
        with pytest.raises(PhotoRefused):
            cleaned(picture((8, 8), kind))


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(PhotoRefused, match="12 MB"):
        cleaned(picture(), size=MOST_BYTES + 1)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_is_read(kind, monkeypatch):
    """The size stands in the header: nothing of the picture is decoded."""
    monkeypatch.setitem(MOST_PIXELS, kind, 60 * 40 - 1)
    with pytest.raises(PhotoRefused, match="too many pixels"):
        cleaned(picture((60, 40), kind))


def test_a_real_bomb_is_refused():
    """400 million black pixels in some kilobytes."""
    bomb = picture((20000, 20000), "PNG", "1")
    assert len(bomb) < 100_000
    with pytest.raises(PhotoRefused):
        cleaned(bomb)
