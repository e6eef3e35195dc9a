"""Addresses of the applicant audience; each name has a row in core/permissions/pages/applicant.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "applicant"
urlpatterns: list[URLPattern] = []
