"""Addresses of the recommender pages."""

from __future__ import annotations

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages.page import Page
from zhiping.core.permissions.words import Field

UNIT_OR_OFFICE = frozenset({Role.RECOMMENDER, Role.SECRETARIAT})
"""The office speaks for the virtual recommender, on the same pages."""

PAGES: dict[str, Page] = {
    "recommender:applications": Page(UNIT_OR_OFFICE),
    "recommender:case": Page(UNIT_OR_OFFICE, about="application", field=Field.RECOMMENDATION),
    "recommender:package": Page(UNIT_OR_OFFICE),
    "recommender:package-file": Page(UNIT_OR_OFFICE, about="package_file"),
    "recommender:package-receipt": Page(UNIT_OR_OFFICE),
    "recommender:package-sheet": Page(UNIT_OR_OFFICE, about="sheet"),
    "recommender:ranking": Page(UNIT_OR_OFFICE),
    "recommender:ranking-sheet": Page(UNIT_OR_OFFICE),
    "recommender:recommend-many": Page(UNIT_OR_OFFICE),
    "recommender:scores": Page(UNIT_OR_OFFICE, about="application", field=Field.RECOMMENDATION),
    "recommender:scores-import": Page(UNIT_OR_OFFICE),
    "recommender:scores-template": Page(UNIT_OR_OFFICE),
    "recommender:summary": Page(UNIT_OR_OFFICE),
}
