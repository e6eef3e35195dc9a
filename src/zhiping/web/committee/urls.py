"""Addresses of the committee audience; each name has a row in core/permissions/pages/committee.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "committee"
urlpatterns: list[URLPattern] = []
