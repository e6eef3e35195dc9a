"""Sheets as people bring them back: printed, sealed, photographed."""

from __future__ import annotations

import io
from random import Random

import segno
from PIL import Image

from tests.factories.drafts import Draft
from zhiping.applications.queries import papers
from zhiping.config.demo import stamps
from zhiping.documents import actions as documents


def printed(draft: Draft) -> bytes:
    """Return the unit's sheet as the platform prints it now."""
    return documents.typeset("opinion", papers.opinion_data(draft.case, "质量协会"), at=draft.at)


def photographed(pdf: bytes) -> bytes:
    """Return the photo of a printed and sealed sheet."""
    return stamps.sealed_photo(pdf, "上海浦江精密仪表有限公司", Random(7))


def with_code(text: str) -> bytes:
    """Return a white sheet with any code on it."""
    made, out = io.BytesIO(), io.BytesIO()
    segno.make(text).save(made, kind="png", scale=8, border=4)
    sheet = Image.new("RGB", (620, 877), "white")
    sheet.paste(Image.open(made), (250, 40))
    sheet.save(out, "JPEG")
    return out.getvalue()
