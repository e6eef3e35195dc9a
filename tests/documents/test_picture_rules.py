"""What is seen on a picture, step by step: its light, the codes it carries, the shape of red ink."""

from __future__ import annotations

import io
import json
import math
from random import Random

import numpy as np
import pytest
import segno
from PIL import Image, ImageDraw
from scipy import ndimage

from zhiping.config.demo import stamps
from zhiping.documents.rules import codes, light, looking, seals

PAPER = "#f4f2ec"
CODE = "ZP-B-9-2-9F86D081884C7D65-K7Q2M4N6P5R3S2TB"


def _qr(text: str, side: int) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", border=0)
    return Image.open(out).convert("RGB").resize((side, side), Image.Resampling.NEAREST)


def _sheet(size: tuple[int, int] = (707, 1000), *placed: tuple[str, int, int, int]) -> Image.Image:
    """A sheet with codes on it. placed: text, left, top and side of each."""
    sheet = Image.new("RGB", size, PAPER)
    for text, left, top, side in placed:
        sheet.paste(_qr(text, side), (left, top))
    return sheet


def test_the_colour_of_the_paper_is_found_below_print_and_in_shade() -> None:
    pixels = np.full((240, 480, 3), (200, 180, 160), np.uint8)
    pixels[:, 240:] //= 2
    pixels[100:110, ::3] = 0  # print

    paper = light.paper_colour(pixels)

    assert paper[105, 40].tolist() == [200, 180, 160]
    assert paper[105, 440].tolist() == [100, 90, 80]
    assert light.balanced(pixels, paper)[105, 41].tolist() == pytest.approx([1, 1, 1], abs=0.01)


def test_paper_is_never_taken_for_darker_than_paper_can_be_nor_ink_for_brighter_than_light() -> None:
    black = np.zeros((64, 64, 3), np.uint8)

    assert np.unique(light.paper_colour(black)).tolist() == [light.DARKEST_PAPER]
    white = np.full((64, 64, 3), 255, np.uint8)
    assert np.unique(light.balanced(white, np.full((64, 64, 3), 128, np.uint8))).tolist() == pytest.approx([1.2])


def test_a_dark_desk_beside_the_sheet_is_no_paper() -> None:
    paper = np.full((100, 100, 3), 240, np.uint8)
    paper[:, :20] = 83  # 0.35 of the well lit part is the least
    paper[:, 20:40] = 85

    assert light.is_paper(paper)[0].tolist() == [False] * 20 + [True] * 80


def test_red_ink_is_found_where_it_is_as_if_the_whole_picture_were_averaged() -> None:
    rng = np.random.default_rng(7)
    picture = np.full((60, 80, 3), 1.0, np.float32)
    picture[20:31, 30:52, 1:] = rng.uniform(0.3, 1.0, (11, 22, 2))
    picture[0, 79] = picture[59, 0] = (0.9, 0.2, 0.2)

    found = seals.redness(picture)

    calm = ndimage.gaussian_filter(picture, (0.8, 0.8, 0), radius=seals.AVERAGED)
    assert found.sum() > 100
    assert (found == seals.is_red(calm)).all()


def test_a_sheet_without_red_has_no_red_ink() -> None:
    assert not seals.redness(np.full((30, 40, 3), (0.9, 0.85, 0.2), np.float32)).any()


@pytest.mark.parametrize("size", [(500, 700), (1100, 1400), (2000, 2800)])
def test_a_code_is_read_on_pictures_of_every_size_with_the_place_of_its_corners(size: tuple[int, int]) -> None:
    side = size[0] // 5

    [found] = codes.read_codes(_sheet(size, (CODE, size[0] - 2 * side, side, side)))

    left, top, right, bottom = (n / size[1] for n in (size[0] - 2 * side, side, size[0] - side, 2 * side))
    assert found.text == CODE
    for corner, wanted in zip(found.corners, [(left, top), (right, top), (right, bottom), (left, bottom)], strict=True):
        assert corner == pytest.approx(wanted, abs=0.006)


def test_a_sheet_without_a_code_has_none_however_it_is_looked_at() -> None:
    assert codes.read_codes(_sheet()) == []


def test_every_code_on_a_sheet_is_read() -> None:
    found = codes.read_codes(_sheet((707, 1000), (CODE, 60, 60, 120), ("https://example.org", 400, 60, 120)))

    assert sorted(code.text for code in found) == [CODE, "https://example.org"]


def test_a_code_of_known_size_tells_what_a_millimetre_is_and_where_the_sheet_lies() -> None:
    square = codes.Code(CODE, ((0.7, 0.1), (0.8, 0.1), (0.8, 0.2), (0.7, 0.2)))
    turned = codes.Code(CODE, ((0.2, 0.1), (0.2, 0.2), (0.1, 0.2), (0.1, 0.1)))

    upright, askew = (codes.anchor(code, millimetres=25) for code in (square, turned))

    for anchor, numbers in (
        (upright, [0.75, 0.15, 0.004, 0, 0, 0.004]),
        (askew, [0.15, 0.15, 0, 0.004, -0.004, 0]),
    ):
        assert [*anchor.middle, *anchor.right, *anchor.down] == pytest.approx(numbers)
        assert anchor.millimetre == pytest.approx(0.004)


@pytest.mark.parametrize(
    ("across", "along", "on_it"),
    [
        (0, 0, True),
        (-171, 284, True),
        (31, -29, True),
        (-173, 0, False),
        (33, 0, False),
        (0, -31, False),
        (0, 286, False),
    ],
)
def test_a_seal_lies_on_the_sheet_that_the_code_is_printed_on(across: float, along: float, on_it: bool) -> None:
    anchor = seals.Anchor((0.7, 0.1), (0.002, 0.001), (-0.001, 0.002))

    x = 0.7 + across * 0.002 - along * 0.001
    y = 0.1 + across * 0.001 + along * 0.002

    assert anchor.on_sheet(x, y) is on_it


def _red(
    size: tuple[int, int], *lines: tuple[tuple[int, int], ...], width: int = 5, ink: str = "#c81e1e"
) -> Image.Image:
    sheet = Image.new("RGB", size, PAPER)
    for line in lines:
        ImageDraw.Draw(sheet).line(line, fill=ink, width=width)
    return sheet


@pytest.mark.parametrize(
    "sheet",
    [
        _red((707, 1000), ((300, 600), (440, 740))),
        _red((707, 1000), ((300, 600), (370, 740), (440, 600))),
        _red((707, 1000), ((300, 600), (440, 740)), ((300, 740), (440, 600))),
        _red((707, 1000), ((300, 600), (300, 740), (440, 740))),
        _red((707, 1000), ((300, 600), (370, 740), (440, 600), (300, 600)), width=12),
        _red((170, 240), ((60, 120), (60, 131), (82, 131)), width=1, ink="#f4b4b0"),
    ],
    ids=["stroke", "tick", "cross", "corner", "triangle", "hair"],
)
def test_strokes_of_a_red_pen_are_no_seal(sheet: Image.Image) -> None:
    assert seals.find_seal(np.asarray(sheet)) is None


COUNT = np.arange(-45.0, 46.0)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (COUNT, np.zeros(91)),
        (COUNT, COUNT),
        (np.concatenate([COUNT, COUNT]), np.repeat([0.0, 9.0], 91)),
        (COUNT, COUNT**2),
    ],
    ids=["line", "diagonal", "two lines", "parabola"],
)
def test_points_of_what_is_no_ellipse_give_none(x: np.ndarray, y: np.ndarray) -> None:
    assert seals._conic(x, y) is None


def test_two_strokes_side_by_side_have_no_ellipse_around_them() -> None:
    assert seals._ellipse(np.concatenate([COUNT, COUNT]), np.repeat([0.0, 9.0], 91)) is None


def test_points_of_an_ellipse_give_it_back() -> None:
    turn = np.linspace(0, 2 * math.pi, 60, endpoint=False)
    x, y = 40 * np.cos(turn), 25 * np.sin(turn)
    askew = math.radians(30)

    found = seals._conic(
        100 + x * math.cos(askew) - y * math.sin(askew), 200 + x * math.sin(askew) + y * math.cos(askew)
    )

    assert found is not None
    assert found[:4] == pytest.approx((100, 200, 40, 25))
    assert found[4] % math.pi == pytest.approx(askew)


def _seen(picture: Image.Image | bytes, **how: object) -> dict[str, object]:
    out = io.BytesIO()
    if isinstance(picture, bytes):
        out.write(picture)
    else:
        picture.save(out, "JPEG", quality=90, **how)
    out.seek(0)
    return dict(json.loads(looking.seen(out)))


def _sealed(sheet: Image.Image, at: tuple[float, float] = (0.5, 0.6)) -> Image.Image:
    stamps.seal_sheet(sheet, stamps.stamp("申江港务集团", Random(3)), millimetres=42, at=at)
    return sheet


A4 = (1240, 1754)
MILLIMETRE = 1754 / 297
SIDE = round(looking.CODE_MILLIMETRES * MILLIMETRE)


def test_what_cannot_be_opened_or_is_too_small_shows_nothing() -> None:
    nothing = {"codes": [], "seal": False}

    assert _seen(b"not a picture") == nothing
    assert _seen(_qr(CODE, 199)) == nothing
    assert _seen(_sheet((200, 200), (CODE, 30, 30, 140))) == {"codes": [CODE], "seal": False}


def test_a_sheet_shows_its_code_and_its_seal_also_where_the_camera_was_turned() -> None:
    sheet = _sealed(_sheet(A4, (CODE, A4[0] - 2 * SIDE, SIDE, SIDE)))
    exif = Image.Exif()
    exif[0x0112] = 6

    assert _seen(sheet) == {"codes": [CODE], "seal": True}
    assert _seen(sheet.transpose(Image.Transpose.ROTATE_90), exif=exif) == {"codes": [CODE], "seal": True}


def test_one_code_tells_that_a_seal_lies_beside_the_sheet_and_two_tell_nothing() -> None:
    beside = (CODE, 300, 100, SIDE), ("https://example.org", 300, 400, SIDE)

    one, two = (_seen(_sealed(_sheet((1754, 1754), *beside[:n]), at=(0.8, 0.5))) for n in (1, 2))

    assert (one["seal"], two["seal"], len(two["codes"])) == (False, True, 2)  # type: ignore[arg-type]
