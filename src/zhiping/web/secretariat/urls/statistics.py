"""Addresses of the office: statistics."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import statistics

urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<int:edition_id>/", statistics.edition, name="edition-statistics"),
    path("statistics/<int:edition_id>/<slug:table_id>.<slug:kind>", statistics.file, name="statistics-file"),
]
