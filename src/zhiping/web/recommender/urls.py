"""Addresses of the recommender audience; each name has a row in core/permissions/pages/recommender.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.recommender.views import applications, opinion, ranking, summary

app_name = "recommender"
urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", opinion.case, name="case"),
    path("ranking/", ranking.comparison, name="ranking"),
    path("ranking.xlsx", ranking.sheet, name="ranking-sheet"),
    path("summary/", summary.summary, name="summary"),
]
