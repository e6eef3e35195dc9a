"""Addresses of the unit audience; each name has a row in core/permissions/pages/unit.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "unit"
urlpatterns: list[URLPattern] = []
