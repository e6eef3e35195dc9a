"""Addresses of the expert audience; each name has a row in core/permissions/pages/expert.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "expert"
urlpatterns: list[URLPattern] = []
