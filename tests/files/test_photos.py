"""A portrait is cut to its size on paper: the part that was chosen, upright, without the camera's notes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from zhiping.core.errors import RuleViolation
from zhiping.files.rules.photos import Crop, box_of, cut

TWO_INCH = (35, 49)


def _picture(size: tuple[int, int], *, rotated: bool = False) -> io.BytesIO:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    if rotated:
        exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)
    return out


def _cut(picture: io.BytesIO, crop: Crop) -> Image.Image:
    return Image.open(io.BytesIO(cut(picture, millimetres=TWO_INCH, crop=crop)))


@pytest.mark.parametrize(
    ("size", "crop", "box"),
    [
        ((1000, 1400), Crop(), (0, 0, 1000, 1400)),
        ((2000, 1400), Crop(), (500, 0, 1500, 1400)),
        ((1000, 2400), Crop(y=0.0), (0, 0, 1000, 1400)),
        ((2000, 1400), Crop(x=9, zoom=2), (1500, 350, 2000, 1050)),
        ((1000, 1400), Crop(zoom=99), (375, 525, 625, 875)),
        ((1000, 1400), Crop(zoom=-3), (0, 0, 1000, 1400)),
    ],
)
def test_the_cut_has_the_shape_of_the_paper_and_stays_inside_the_picture(
    size: tuple[int, int], crop: Crop, box: tuple[int, int, int, int]
) -> None:
    assert box_of(size, TWO_INCH, crop) == box


def test_the_part_that_was_chosen_is_kept_at_the_printed_size_without_what_the_camera_wrote() -> None:
    photo = _cut(_picture((2000, 1400)), Crop(x=0.9))

    assert photo.size == (413, 579)
    red, _green, blue = photo.convert("RGB").getpixel((206, 300))  # type: ignore[misc]
    assert (red < 30, blue > 220) == (True, True)
    assert dict(photo.getexif()) == {}


def test_a_photo_that_a_phone_took_on_its_side_is_cut_upright() -> None:
    photo = _cut(_picture((1400, 1000), rotated=True), Crop())

    above, below = (photo.convert("RGB").getpixel((206, y)) for y in (40, 540))
    assert (above[0] > 220, below[2] > 220) == (True, True)  # type: ignore[index]


def test_a_photo_too_small_to_print_is_refused_with_the_points_it_needs() -> None:
    with pytest.raises(RuleViolation) as refused:
        _cut(_picture((600, 350)), Crop())

    assert refused.value.code == "photo.too_small"
    assert refused.value.facts == {"width": 250, "height": 350, "least_width": 276, "least_height": 386}
