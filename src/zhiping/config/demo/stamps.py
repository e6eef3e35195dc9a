"""Prints of seals of invented units, as a rubber stamp leaves them: worn, uneven, a little askew."""

from __future__ import annotations

import io
import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from zhiping.documents import ports
from zhiping.documents import queries as documents

SIDE = 420
"""Pixels of the plate that a print is cut on."""
PLACE = (0.66, 0.62)
"""Where the unit's sheet asks for the seal."""
INKS = ((196, 30, 36), (206, 42, 40), (180, 24, 48), (214, 60, 48))


def stamp(unit: str, rng: Random, *, oval: bool = False) -> Image.Image:
    """Return the print of a unit's seal on clear ground: ring, name along it, a star in the middle or a line of signs.

    Args: unit: an invented name. oval: the flatter form that finance and invoice seals have.
    """
    plate = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(plate)
    pen.ellipse((8, 8, SIDE - 8, SIDE - 8), outline=255, width=rng.choice((10, 12, 15)))
    _along_the_ring(plate, unit[:14])
    if oval:
        pen.text((SIDE / 2, SIDE * 0.62), "业务专用章", fill=255, font=face(40), anchor="mm")
    else:
        _star(pen, SIDE / 2, SIDE / 2, SIDE * 0.15)
    if oval:
        plate = plate.resize((SIDE, round(SIDE * rng.uniform(0.64, 0.72))), Image.Resampling.LANCZOS)
    return _printed(plate, rng)


def _printed(plate: Image.Image, rng: Random) -> Image.Image:
    """Return the plate in ink: patchy, here and there without any."""
    grain = np.random.default_rng(rng.randrange(2**32))
    coarse = Image.fromarray((grain.random((9, 9)) * 255).astype(np.uint8)).resize(plate.size, Image.Resampling.BICUBIC)
    fine = grain.random((plate.height, plate.width))
    strength = rng.uniform(0.72, 0.95) * (0.62 + 0.38 * np.asarray(coarse) / 255) * (fine > rng.uniform(0.03, 0.14))
    ink = Image.new("RGB", plate.size, rng.choice(INKS))
    worn = Image.fromarray((np.asarray(plate) * np.clip(strength, 0, 1)).astype(np.uint8))
    ink.putalpha(worn.filter(ImageFilter.GaussianBlur(0.8)))
    return ink.rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC, expand=True)


def _along_the_ring(plate: Image.Image, text: str) -> None:
    letters, spread = face(46), math.radians(min(250, 22 * len(text)))
    for place, sign in enumerate(text):
        share = place / (len(text) - 1) - 0.5 if len(text) > 1 else 0
        turn = share * spread
        tile = Image.new("L", (70, 70), 0)
        ImageDraw.Draw(tile).text((35, 35), sign, fill=255, font=letters, anchor="mm")
        tile = tile.rotate(-math.degrees(turn), Image.Resampling.BICUBIC)
        x, y = SIDE / 2 + SIDE * 0.385 * math.sin(turn), SIDE / 2 - SIDE * 0.385 * math.cos(turn)
        plate.paste(255, (round(x - 35), round(y - 35)), tile)


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for n in range(10):
        far, turn = radius if n % 2 == 0 else radius * 0.382, math.pi * n / 5
        points.append((x + far * math.sin(turn), y - far * math.cos(turn)))
    pen.polygon(points, fill=255)


def face(size: int) -> ImageFont.FreeTypeFont:
    """Return the face that seals are cut in."""
    return ImageFont.truetype(str(documents.FOLDER / "fonts" / "ZhipingSongTitle.otf"), size)


def seal_sheet(sheet: Image.Image, print_of_seal: Image.Image, *, millimetres: float, at: tuple[float, float]) -> None:
    """Press a print onto a sheet as ink lies: black below it stays black.

    Args: millimetres: length of the print's longer side; at: its middle, as shares of the sheet.
    """
    scale = millimetres / 297 * sheet.height / max(print_of_seal.size)
    ink = print_of_seal.resize((round(print_of_seal.width * scale), round(print_of_seal.height * scale)))
    left, top = round(at[0] * sheet.width - ink.width / 2), round(at[1] * sheet.height - ink.height / 2)
    below = np.asarray(sheet.crop((left, top, left + ink.width, top + ink.height)), np.float32) / 255
    colour = np.asarray(ink.convert("RGB"), np.float32) / 255
    cover = np.asarray(ink.getchannel("A"), np.float32)[:, :, None] / 255
    mixed = below * (1 - cover) + below * colour * cover
    sheet.paste(Image.fromarray((mixed * 255).astype(np.uint8)), (left, top))


def sealed_photo(pdf: bytes, unit: str, rng: Random) -> bytes:
    """Return the first page of a PDF as JPEG, with the print of a seal at the place that asks for it."""
    drawn = ports.first_page(pdf)
    if drawn is None:
        msg = "the page cannot be drawn"
        raise ValueError(msg)
    return pressed(drawn, unit, rng)


def pressed(drawn: bytes, unit: str, rng: Random, at: tuple[float, float] = PLACE) -> bytes:
    """Return a drawn page as JPEG with a unit's seal on it. Args: at: the seal's middle, as shares of the page."""
    sheet = Image.open(io.BytesIO(drawn)).convert("RGB")
    longest = max(sheet.size) / sheet.height
    seal_sheet(sheet, stamp(unit, rng), millimetres=42 * longest, at=(at[0] + rng.uniform(-0.03, 0.03), at[1]))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=78)
    return out.getvalue()
