"""Addresses of the recommender pages."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field

UNIT = frozenset({Role.RECOMMENDER})
UNIT_OR_OFFICE = UNIT | {Role.SECRETARIAT}  # the office speaks for the virtual recommender

PAGES: dict[str, Page] = {
    "recommender:applications": Page(UNIT),
    "recommender:case": Page(UNIT_OR_OFFICE, about="application", field=Field.RECOMMENDATION),
    "recommender:package": Page(UNIT),
    "recommender:package-file": Page(UNIT, about="package_file"),
    "recommender:package-receipt": Page(UNIT),
    "recommender:package-sheet": Page(UNIT, about="sheet"),
    "recommender:ranking": Page(UNIT),
    "recommender:ranking-sheet": Page(UNIT),
    "recommender:scores": Page(UNIT_OR_OFFICE, about="application", field=Field.RECOMMENDATION),
    "recommender:scores-import": Page(UNIT),
    "recommender:scores-template": Page(UNIT),
    "recommender:summary": Page(UNIT),
}
