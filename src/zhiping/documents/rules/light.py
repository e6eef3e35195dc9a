"""Take the light out of a photo of paper: shade, a yellow lamp, a dim corner."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.floating[Any]]

BLOCKS = 12
SAMPLES = 24
"""Places along a block's side whose pixels tell its light as well as all of them do."""
SAMPLED = 2
"""Every second pixel of every second row tells the whole picture's light."""
BRIGHTEST = 0.2
DARKEST_PAPER = 20
"""Of 255: what is darker is no paper in any light that a camera can work with."""
MOST = 1.2
LIT, DIMMEST = 0.85, 0.35
"""Paper in shade is at least so bright against the well lit part of the picture."""


def paper_colour(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colour that white paper has at each place of the picture, 0–255: whole steps are fine enough for light.

    It is taken block by block from the brightest pixels, so that a shadow across the sheet and the colour of a lamp
    are in it.
    Args: pixels: height × width × 3, red first.
    """
    height, width = pixels.shape[:2]
    rows, columns = _places(height), _places(width)
    down, across = len(rows) // SAMPLES, len(columns) // SAMPLES
    sampled = pixels[rows[:, None], columns[None, :]].reshape(down, SAMPLES, across, SAMPLES, 3)
    paper = _paper(sampled.transpose(0, 2, 1, 3, 4).reshape(down, across, SAMPLES * SAMPLES, 3))
    calm = np.stack([_calm(paper[:, :, c]) for c in range(3)], axis=2)
    return np.maximum(_stretched(calm, height, width), DARKEST_PAPER)


def balanced(pixels: NDArray[np.uint8], paper: NDArray[np.uint8]) -> Pixels:
    """Return the picture as if the paper were evenly lit and white: every channel 0–1.2, paper at about 1."""
    light: Pixels = np.divide(pixels, paper, dtype=np.float32)
    return np.minimum(light, MOST, out=light)


def is_paper(paper: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where the ground is light enough, in its darkest channel, to be paper in shade and no desk."""
    light = darkest(paper)
    return np.asarray(light >= np.quantile(light[::SAMPLED, ::SAMPLED], LIT) * DIMMEST, np.bool_)


def darkest(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return the least of the three colours of each pixel, ten times as fast as `min` over so short an axis."""
    return np.asarray(np.minimum(np.minimum(pixels[..., 0], pixels[..., 1]), pixels[..., 2]))


def _places(length: int) -> NDArray[np.intp]:
    """Return where a side is sampled: so many places in each of its blocks."""
    count = min(BLOCKS, max(1, length // 8)) * SAMPLES
    return (np.arange(count) * length + length // 2) // count


def _paper(blocks: NDArray[np.uint8]) -> Pixels:
    """Return the mean colour of each block's brightest pixels; red ink is dark in the channel they are judged by.

    Args: blocks: rows × columns × pixels × 3.
    """
    light = darkest(blocks)
    rank = int(light.shape[2] * (1 - BRIGHTEST))
    bright = light >= np.partition(light, rank, axis=2)[:, :, rank : rank + 1]
    total = (blocks * bright[..., None]).sum(axis=2, dtype=np.float32)
    return np.asarray(total / bright.sum(axis=2, dtype=np.float32)[..., None], np.float32)


def _calm(values: Pixels) -> Pixels:
    """Return each block as the median of its neighbourhood, so that one red picture does not pass for paper."""
    wide = np.pad(values, 1, mode="edge")
    height, width = values.shape
    around = [wide[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    return np.asarray(np.median(np.stack(around), axis=0), np.float32)


def _stretched(values: Pixels, height: int, width: int) -> NDArray[np.uint8]:
    """Return the blocks' colours drawn out over the picture."""
    blocks = Image.fromarray(np.rint(values).astype(np.uint8))
    return np.asarray(blocks.resize((width, height), Image.Resampling.BILINEAR))
