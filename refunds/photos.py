"""Reading a photo that somebody sent, and writing it anew. Pure: asks no row and no clock.

What comes out has pixels and nothing else: no place, no camera, no comment, no trailing bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from refunds.exceptions import PhotoRefused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12 * 1024 * 1024
# More is no photo, but a small file that fills the memory. A JPEG is read at a fraction of its size
# (Pillow's `draft`), the others whole.
MOST_PIXELS = {"JPEG": 110_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
LONGEST_SIDE = 1600
QUALITY = 82


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG of at most `LONGEST_SIDE` pixels a side."""

    content: bytes
    width: int
    height: int


def clean_photo(file: IO[bytes], *, size: int) -> CleanPhoto:
    """The photo in this file of so many bytes, turned upright, made smaller and encoded again. Raises
    `PhotoRefused` for anything that is no JPEG, PNG or WebP picture, or too large, by bytes or pixels."""
    if size > MOST_BYTES:
        message = _("Each photo can have at most %(most)d MB.")
        raise PhotoRefused(message % {"most": MOST_BYTES // 1024 // 1024})
    try:
        picture = _decoded(file)
    except PhotoRefused:
        raise
    except Exception as error:
        # Pillow raises whatever a broken or hostile file makes of its decoders.
        raise PhotoRefused(_("This is no photo that we can read. Send a JPEG, PNG or WebP.")) from error
    target = BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    return CleanPhoto(target.getvalue(), picture.width, picture.height)


def _decoded(file: IO[bytes]) -> Image.Image:
    """The pixels on a picture of their own, so that nothing that came with them is kept."""
    with Image.open(file, formats=FORMATS) as sent:
        if sent.width * sent.height > MOST_PIXELS[sent.format or "PNG"]:
            raise PhotoRefused(_("This photo has too many pixels."))
        sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        sent.load()
        upright = ImageOps.exif_transpose(sent)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        colored = upright.convert("RGBA")
        paper.paste(colored, mask=colored.getchannel("A"))
    else:
        paper.paste(upright.convert("RGB"))
    return paper
