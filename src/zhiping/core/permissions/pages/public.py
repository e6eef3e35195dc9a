"""Addresses of the public pages: readable without an account, in every capacity."""

from __future__ import annotations

from zhiping.core.permissions.pages.page import EVERYONE, Page

PAGES: dict[str, Page] = {
    "public:home": Page(EVERYONE),
    "public:complaint": Page(EVERYONE, about="edition"),
    "public:complaint-status": Page(EVERYONE),
    "public:editions": Page(EVERYONE),
    "public:edition": Page(EVERYONE, about="edition"),
    "public:edition-calendar": Page(EVERYONE, about="edition"),
    "public:edition-form": Page(EVERYONE, about="edition"),
    "public:edition-card": Page(EVERYONE, about="edition"),
    "public:notices": Page(EVERYONE),
    "public:notice": Page(EVERYONE, about="notice"),
    "public:objection": Page(EVERYONE, about="notice_item"),
    "public:objection-status": Page(EVERYONE),
    "public:publications": Page(EVERYONE),
    "public:publication": Page(EVERYONE, about="publication"),
    "public:publication-file": Page(EVERYONE, about="publication"),
    "public:verify": Page(EVERYONE),
    "public:certificate": Page(EVERYONE, about="certificate"),
    "public:showcase": Page(EVERYONE),
    "public:story": Page(EVERYONE, about="story"),
    "public:who-sees-what": Page(EVERYONE),
}
