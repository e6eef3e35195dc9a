"""Every address and who may open it, one module an audience. An address without a row here fails the build."""

from __future__ import annotations

from zhiping.core.permissions.pages import (
    applicant,
    committee,
    expert,
    public,
    recommender,
    secretariat,
    shared,
    unit,
)
from zhiping.core.permissions.pages.page import Page

PAGES: dict[str, Page] = {
    **shared.PAGES,
    **public.PAGES,
    **applicant.PAGES,
    **unit.PAGES,
    **recommender.PAGES,
    **expert.PAGES,
    **secretariat.PAGES,
    **committee.PAGES,
}
