"""Addresses of the office: decision."""

from __future__ import annotations

from zhiping.core.permissions.pages.page import Page

PAGES: dict[str, Page] = {}
