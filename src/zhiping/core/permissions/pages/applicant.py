"""Addresses of the applicant pages."""

from __future__ import annotations

from zhiping.core.permissions.pages.page import Page

PAGES: dict[str, Page] = {}
