"""Addresses of the office: statistics."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import recommender_statistics, statistics

urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<int:edition_id>/recommenders/", recommender_statistics.rolled_up, name="recommender-statistics"),
    path(
        "statistics/<int:edition_id>/recommenders.xlsx",
        recommender_statistics.workbook,
        name="recommender-statistics-file",
    ),
    path("statistics/<int:edition_id>/", statistics.edition, name="edition-statistics"),
    path("statistics/<int:edition_id>/<slug:table_id>.<slug:kind>", statistics.file, name="statistics-file"),
]
