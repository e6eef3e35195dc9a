"""Addresses of the office, one module a desk."""

from __future__ import annotations

from zhiping.core.permissions.pages import (
    secretariat_accounts,
    secretariat_decision,
    secretariat_editions,
    secretariat_lists,
    secretariat_organisations,
    secretariat_review,
    secretariat_screening,
    secretariat_statistics,
)
from zhiping.core.permissions.pages.page import Page

PAGES: dict[str, Page] = {
    **secretariat_lists.PAGES,
    **secretariat_editions.PAGES,
    **secretariat_organisations.PAGES,
    **secretariat_screening.PAGES,
    **secretariat_review.PAGES,
    **secretariat_decision.PAGES,
    **secretariat_statistics.PAGES,
    **secretariat_accounts.PAGES,
}
