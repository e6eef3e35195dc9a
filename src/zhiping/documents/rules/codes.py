"""Read the codes on a picture of a sheet, however it was held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from zhiping.documents.rules.light import balanced, darkest, paper_colour
from zhiping.documents.rules.seals import Anchor

SIZES = (2400, 1500, 1000)
"""Long edges tried in turn: fine modules want many pixels, blur and noise want few."""
SMALLER = Image.Resampling.HAMMING
"""As good as Lanczos for making smaller what shall be read, at a third of its price."""
QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read. corners: from top left round, as shares of the picture's long edge."""

    text: str
    corners: tuple[tuple[float, float], ...]


def read_codes(picture: Image.Image) -> list[Code]:
    """Return the QR codes on a picture; the first look that finds any decides."""
    for grey in _looks(picture):
        found = [code for code in zxingcpp.read_barcodes(np.asarray(grey), formats=QR) if code.valid]
        if found:
            return [Code(code.text, _corners(code.position, max(grey.size))) for code in found]
    return []


def _looks(picture: Image.Image) -> Iterator[Image.Image]:
    """Give the picture as it is, then smaller, then with the light taken out and sharpened."""
    grey = picture.convert("L")
    sizes = [size for size in SIZES if size < max(grey.size)]
    for size in sizes or [max(grey.size)]:
        yield _within(grey, size)
    even = _even(_within(picture.convert("RGB"), SIZES[1]))
    yield even
    yield even.filter(ImageFilter.UnsharpMask(3, 220, 2))
    yield ImageOps.scale(even.filter(ImageFilter.UnsharpMask(5, 180, 2)), 1.6)


def _even(picture: Image.Image) -> Image.Image:
    pixels = np.asarray(picture)
    light = darkest(balanced(pixels, paper_colour(pixels)))
    return Image.fromarray((np.clip(light, 0, 1) * 255).astype(np.uint8))


def _within(picture: Image.Image, size: int) -> Image.Image:
    if max(picture.size) <= size:
        return picture
    share = size / max(picture.size)
    return picture.resize((round(picture.width * share), round(picture.height * share)), SMALLER)


def _corners(position: zxingcpp.Position, edge: int) -> tuple[tuple[float, float], ...]:
    found = position.top_left, position.top_right, position.bottom_right, position.bottom_left
    return tuple((corner.x / edge, corner.y / edge) for corner in found)


def anchor(code: Code, *, millimetres: float) -> Anchor:
    """Return where a code of known size lies. Args: millimetres: the length of its side on paper."""
    a, b, c, d = code.corners
    right = tuple((b[n] - a[n] + c[n] - d[n]) / 2 / millimetres for n in (0, 1))
    down = tuple((d[n] - a[n] + c[n] - b[n]) / 2 / millimetres for n in (0, 1))
    middle = tuple((a[n] + b[n] + c[n] + d[n]) / 4 for n in (0, 1))
    return Anchor((middle[0], middle[1]), (right[0], right[1]), (down[0], down[1]))
