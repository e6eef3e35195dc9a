"""Addresses of the office: lists of applications."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import bulk, lists

urlpatterns = [
    path("applications/", lists.applications, name="applications"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("applications.csv", lists.applications_csv, name="applications-csv"),
    path("applications.xlsx", lists.applications_xlsx, name="applications-xlsx"),
]
