"""Addresses of the public audience; each name has a row in core/permissions/pages/public.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "public"
urlpatterns: list[URLPattern] = []
