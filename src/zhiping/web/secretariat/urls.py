"""Addresses of the secretariat audience; each name has a row in core/permissions/pages/secretariat.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "secretariat"
urlpatterns: list[URLPattern] = []
