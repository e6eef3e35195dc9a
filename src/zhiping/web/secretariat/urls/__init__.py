"""Addresses of the office, one module a desk; each name has a row in core/permissions/pages/."""

from __future__ import annotations

from zhiping.web.secretariat.urls import (
    accounts,
    decision,
    editions,
    extensions,
    lists,
    organisations,
    review,
    screening,
    statistics,
)

app_name = "secretariat"
urlpatterns = [
    *lists.urlpatterns,
    *editions.urlpatterns,
    *extensions.urlpatterns,
    *organisations.urlpatterns,
    *screening.urlpatterns,
    *review.urlpatterns,
    *decision.urlpatterns,
    *statistics.urlpatterns,
    *accounts.urlpatterns,
]
