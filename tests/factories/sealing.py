"""Sheets as people bring them back: printed, sealed, photographed."""

from __future__ import annotations

from random import Random

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
