"""Measure how well photos of sealed sheets are read (python -m bench.read_scans).

Every picture is a real opinion sheet, typeset by us, with a code of its own. Half of them carry the print of an
invented seal, round or oval, worn and askew; the others carry none. Either half has red things that are no seal: a
letterhead, a pasted picture, a circle drawn by hand, a thumb print, a name chop. Then each is photographed: turned,
skewed, in shade, by a yellow lamp, out of focus, with noise, packed as JPEG, on a desk. The same seed gives the same
pictures.
"""

from __future__ import annotations

import io
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import numpy as np
import typst
from PIL import Image, ImageDraw, ImageFilter

from zhiping.config.demo import stamps
from zhiping.core import sheetcode
from zhiping.documents import queries
from zhiping.documents.actions import look_at
from zhiping.documents.actions.pdf import qr_picture

KEY = b"bench"
UNITS = ("上海浦江精密仪表有限公司", "申江港务集团股份有限公司", "东海医药研究院", "华亭质量协会", "临港新材料厂")
DISTRACTORS = ("none", "letterhead", "picture", "circle", "thumb", "chop", "disc")
CONDITIONS = ("flatbed", "phone", "hard")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the corpus and what is true about it."""

    place: int
    code: str
    seal: str
    distractor: str
    condition: str
    jpeg: bytes


def corpus(count: int, seed: int = 4) -> Iterator[Shot]:
    """Make so many pictures; each sixth set of circumstances comes round again with other chances."""
    rng = Random(seed)  # noqa: S311 -- an invented corpus
    for place in range(count):
        seal = ("round", "none", "oval", "none")[place % 4]
        distractor = DISTRACTORS[(place // 4) % len(DISTRACTORS)]
        condition = CONDITIONS[place % len(CONDITIONS)]
        digest = f"{rng.getrandbits(64):016x}"
        code = sheetcode.write(
            sheetcode.SheetCode(sheetcode.Paper.OPINION, 1000 + place, 1 + place % 5, digest), key=KEY
        )
        sheet = _sheet(code, digest, place)
        _distract(sheet, distractor, rng)
        if seal != "none":
            _seal(sheet, rng, oval=seal == "oval")
        yield Shot(place, code, seal, distractor, condition, _photographed(sheet, condition, rng))


def _sheet(code: str, digest: str, place: int) -> Image.Image:
    lines = ["成果名称", "提高差压变送器一次校验合格率"], ["小组", "晨光QC小组"], ["单位", UNITS[place % len(UNITS)]]
    data = {
        "association": "质量协会", "edition": "2022年质量管理小组活动", "number": f"QC-2022-{place:04d}",
        "version": "3", "content_hash": digest * 4, "facts": lines, "opinion": "成果真实有效，同意申报。",
        "scores": [[name, "20", "17"] for name in ("选题", "原因分析", "对策与实施", "效果")][: place % 5],
        "qr": code, "qr_svg": qr_picture(code),
    }  # fmt: skip
    made = typst.compile(
        str(queries.TEMPLATES / "opinion.typ"), root=str(queries.TEMPLATES), format="png", ppi=200,
        font_paths=[str(queries.FOLDER / "fonts")], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip
    return Image.open(io.BytesIO(made)).convert("RGB")


def _seal(sheet: Image.Image, rng: Random, *, oval: bool) -> None:
    ink = stamps.stamp(rng.choice(UNITS), rng, oval=oval)
    at = (rng.uniform(0.3, 0.8), rng.uniform(0.45, 0.8))
    stamps.seal_sheet(sheet, ink, millimetres=rng.uniform(40, 48) * (1.0 if not oval else 0.95), at=at)


def _distract(sheet: Image.Image, kind: str, rng: Random) -> None:
    pen, millimetre = ImageDraw.Draw(sheet), sheet.height / 297
    red = rng.choice(("#c8161d", "#d7263d", "#b01e28"))

    def at(x: float, y: float) -> tuple[float, float]:
        return x * millimetre, y * millimetre

    if kind == "letterhead":
        pen.text(at(105, 11), "申江港务集团股份有限公司文件", fill=red, font=stamps.face(64), anchor="mm")
        pen.line([*at(20, 18), *at(190, 18)], fill=red, width=8)
    elif kind == "picture":
        x, y = rng.uniform(20, 120), rng.uniform(120, 220)
        pen.rectangle([*at(x, y), *at(x + 55, y + 40)], fill="#7c4a2d")
        pen.ellipse([*at(x + 8, y + 5), *at(x + 36, y + 33)], fill=red)
        pen.polygon([at(x + 40, y + 36), at(x + 46, y + 8), at(x + 53, y + 36)], fill="#d9502e")
    elif kind == "circle":
        x, y = rng.uniform(30, 120), rng.uniform(100, 200)
        for turn in range(2):
            pen.ellipse([*at(x + turn, y), *at(x + 46, y + 30 + turn)], outline=red, width=5)
    elif kind == "thumb":
        _thumb(sheet, at(rng.uniform(120, 160), rng.uniform(180, 230)), millimetre, red)
    elif kind == "chop":
        x, y = rng.uniform(120, 160), rng.uniform(170, 230)
        pen.rectangle([*at(x, y), *at(x + 20, y + 20)], outline=red, width=9)
        pen.text(at(x + 10, y + 10), "质安\n之印", fill=red, font=stamps.face(52), anchor="mm")
    elif kind == "disc":
        x, y = rng.uniform(20, 150), rng.uniform(30, 200)
        pen.ellipse([*at(x, y), *at(x + 34, y + 34)], fill=red)
        pen.text(at(x + 17, y + 17), "申港", fill="white", font=stamps.face(90), anchor="mm")


def _thumb(sheet: Image.Image, at: tuple[float, float], millimetre: float, red: str) -> None:
    width, height = round(15 * millimetre), round(21 * millimetre)
    y, x = np.mgrid[:height, :width]
    across, along = (x - width / 2) / (width / 2), (y - height / 2) / (height / 2)
    ridges = np.sin(np.hypot(across, along * 1.2) * 34) > -0.2
    ink = Image.fromarray((((across**2 + along**2) < 1) & ridges).astype(np.uint8) * 210)
    sheet.paste(Image.new("RGB", ink.size, red), (round(at[0]), round(at[1])), ink)


def _photographed(sheet: Image.Image, condition: str, rng: Random) -> bytes:
    picture, quality = sheet, 88
    if condition == "flatbed":
        picture = sheet.rotate(
            rng.choice((0, 90, 180, 270)) + rng.uniform(-3, 3), Image.Resampling.BICUBIC, True, fillcolor="white"
        )
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.8)))
        quality = rng.randint(55, 90)
    else:
        hard = condition == "hard"
        picture = _on_desk(sheet, rng, hard=hard)
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.9 if hard else 1.2)))
        picture = _lit(picture, rng, hard=hard)
        quality = rng.randint(30, 60) if hard else rng.randint(55, 85)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _on_desk(sheet: Image.Image, rng: Random, *, hard: bool) -> Image.Image:
    """Lay the sheet on a desk, turned and seen from the side."""
    width, height = 1500, 2000
    desk = Image.new(
        "RGB", (width, height), rng.choice(("#8a6a4a", "#54433a", "#6f2f22", "#c9c4ba", "#3f4a55", "#93452f"))
    )
    pen = ImageDraw.Draw(desk)
    for _line in range(120):
        y = rng.uniform(0, height)
        pen.line(
            (0, y, width, y + rng.uniform(-20, 20)),
            fill=rng.choice(("#7d5f42", "#4d3d35", "#66574a")),
            width=rng.randint(1, 3),
        )
    skew = 0.1 if hard else 0.05
    turn = math.radians(rng.uniform(-24, 24) if hard else rng.uniform(-9, 9)) + rng.choice(
        (0, 0, 0, math.pi / 2, math.pi)
    )
    size = rng.uniform(0.66, 0.84) if hard else rng.uniform(0.78, 0.92)
    half_height = height * size / 2
    half_width = half_height / math.sqrt(2)
    room = min(1.0, 0.49 * width / (abs(half_width * math.cos(turn)) + abs(half_height * math.sin(turn))))
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        u = x * half_width * room * (1 + rng.uniform(-skew, skew) / 2)
        v = y * half_height * room * (1 + rng.uniform(-skew, skew) / 2)
        corners.append(
            (width / 2 + u * math.cos(turn) - v * math.sin(turn), height / 2 + u * math.sin(turn) + v * math.cos(turn))
        )
    source = ((0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height))
    moved = sheet.convert("RGBA").transform(
        (width, height), Image.Transform.PERSPECTIVE, _homography(corners, source), Image.Resampling.BICUBIC
    )
    desk.paste(moved, (0, 0), moved)
    return desk


def _homography(seen: list[tuple[float, float]], real: tuple[tuple[float, float], ...]) -> list[float]:
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, real, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(n) for n in np.linalg.solve(np.array(rows), np.array(values))]


def _lit(picture: Image.Image, rng: Random, *, hard: bool) -> Image.Image:
    """Put the picture into the light of an office: a lamp's colour, a fall-off, a shadow, the noise of the sensor."""
    pixels = np.asarray(picture, np.float32) / 255
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width]
    turn, fall = rng.uniform(0, 2 * math.pi), rng.uniform(0.15, 0.55 if hard else 0.3)
    slope = ((x / width - 0.5) * math.cos(turn) + (y / height - 0.5) * math.sin(turn)) + 0.5
    light = 1 - fall * np.clip(slope, 0, 1)
    if rng.random() < (0.7 if hard else 0.3):
        edge = rng.uniform(0.2, 0.8) * width + (y - height / 2) * rng.uniform(-0.6, 0.6)
        light *= 1 - rng.uniform(0.2, 0.45) / (1 + np.exp((x - edge) / 25))
    warm = rng.uniform(-0.08, 0.3 if hard else 0.16)
    cast = np.array([1.0, 1 - warm * 0.35, 1 - warm], np.float32)
    bright = rng.uniform(0.5, 0.85) if hard else rng.uniform(0.8, 1.05)
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, 0.028 if hard else 0.012, pixels.shape)
    return Image.fromarray((np.clip(pixels * light[:, :, None] * cast * bright + grain, 0, 1) * 255).astype(np.uint8))


def look(jpeg: bytes) -> tuple[list[str], bool]:
    """Return the codes read and whether a seal was seen, as the platform does with an upload."""
    seen = look_at(jpeg, is_pdf=False, at=datetime.now(UTC))
    return list(seen.codes), seen.seal


def measure(count: int, keep: Path | None = None) -> dict[str, object]:
    """Return the figures of a corpus."""
    read: dict[str, list[bool]] = {c: [] for c in CONDITIONS}
    seen: dict[str, list[bool]] = {}
    alarms: dict[str, list[bool]] = {d: [] for d in DISTRACTORS}
    wrong, seconds = 0, 0.0
    for shot in corpus(count):
        begun = time.perf_counter()
        texts, seal = look(shot.jpeg)
        seconds += time.perf_counter() - begun
        read[shot.condition].append(shot.code in texts)
        wrong += any(text != shot.code for text in texts)
        missed = False
        if shot.seal == "none":
            alarms[shot.distractor].append(seal)
            missed = seal
        else:
            seen.setdefault(f"{shot.seal}, {shot.condition}", []).append(seal)
            missed = not seal
        if keep and (missed or shot.code not in texts):
            what = f"{shot.place:03d}-{shot.seal}-{shot.distractor}-{shot.condition}-{'seal' if seal else 'noseal'}-{'read' if texts else 'unread'}"
            (keep / f"{what}.jpg").write_bytes(shot.jpeg)
    return {
        "pictures": count,
        "codes read": _shares(read),
        "codes read wrongly": wrong,
        "seals found": _shares(seen),
        "false seals": _shares(alarms),
        "milliseconds a picture": round(seconds * 1000 / count),
    }


def _shares(found: dict[str, list[bool]]) -> dict[str, str]:
    every = [one for ones in found.values() for one in ones]
    told = {"all": every, **dict(sorted(found.items()))}
    return {name: f"{sum(ones)}/{len(ones)} = {sum(ones) / max(len(ones), 1):.1%}" for name, ones in told.items()}
