"""Addresses of the office: screening."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import copies, pre_approval, screening, screening_case, screening_figures

urlpatterns = [
    path("screening/", screening.desk, name="screening"),
    path("screening/<int:application_id>/", screening_case.case, name="screening-case"),
    path("paper/", copies.paper_copies, name="paper-copies"),
    path("screening/figures/<int:edition_id>/", screening_figures.figures, name="screening-figures"),
    path(
        "screening/figures/<int:edition_id>/<slug:table_id>.<slug:kind>",
        screening_figures.file,
        name="screening-figure",
    ),
    path("pre-approval/", pre_approval.pre_approval, name="pre-approval"),
]
