"""Addresses of the recommender audience; each name has a row in core/permissions/pages/recommender.py."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "recommender"
urlpatterns: list[URLPattern] = []
