"""A portrait cut to the size that a form asks for, drawn anew without what the camera wrote beside it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps

from zhiping.core.errors import RuleViolation

MM_PER_INCH = 25.4
PRINTED_PPI, LEAST_PPI = 300, 200
"""Points per inch of the photo that is kept, and the fewest that still print well: a default."""
MOST_ZOOM = 4.0


@dataclass(frozen=True, slots=True)
class Crop:
    """What of a picture is wanted.

    x, y: the middle of the cut, 0 to 1 from the left and the top. zoom: 1 for the largest cut that fits.
    """

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0


def cut(stream: BinaryIO, *, millimetres: tuple[int, int], crop: Crop) -> bytes:
    """Return the cut as a JPEG of the printed size, for a picture that `inspect` has let through.

    Args: millimetres: width and height on paper. crop: kept inside the picture, whatever is asked.
    Raises: RuleViolation("photo.too_small"), with the points there are and the points needed.
    """
    stream.seek(0)
    with Image.open(stream) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    box = box_of(upright.size, millimetres, crop)
    least = tuple(round(side / MM_PER_INCH * LEAST_PPI) for side in millimetres)
    width, height = box[2] - box[0], box[3] - box[1]
    if width < least[0] or height < least[1]:
        raise RuleViolation("photo.too_small", width=width, height=height, least_width=least[0], least_height=least[1])
    size = tuple(round(side / MM_PER_INCH * PRINTED_PPI) for side in millimetres)
    small = upright.resize((size[0], size[1]), Image.Resampling.LANCZOS, box=box)
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=90, dpi=(PRINTED_PPI, PRINTED_PPI))
    return out.getvalue()


def box_of(size: tuple[int, int], millimetres: tuple[int, int], crop: Crop) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the cut in points of the picture."""
    ratio = millimetres[0] / millimetres[1]
    width = min(size[0], size[1] * ratio) / min(max(crop.zoom, 1.0), MOST_ZOOM)
    height = width / ratio
    left = min(max(crop.x * size[0] - width / 2, 0), size[0] - width)
    top = min(max(crop.y * size[1] - height / 2, 0), size[1] - height)
    return round(left), round(top), round(left + width), round(top + height)
