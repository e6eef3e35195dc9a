"""Addresses of the office: individual extensions."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import extensions

urlpatterns = [
    path("cases/<int:application_id>/extension/", extensions.extension, name="extension"),
    path(
        "cases/<int:application_id>/extension/<int:extension_id>/",
        extensions.confirm_extension,
        name="confirm-extension",
    ),
]
