"""Addresses of the applicant audience; each name has a row in core/permissions/pages/applicant.py."""

from __future__ import annotations

from django.urls import URLPattern

from zhiping.web.applicant import outcome_urls

app_name = "applicant"
urlpatterns: list[URLPattern] = [*outcome_urls.urlpatterns]
