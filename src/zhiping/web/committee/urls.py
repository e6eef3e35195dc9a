"""Addresses of the committee and the guiding units; each name has a row in core/permissions/pages/committee.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.committee import views

app_name = "committee"
urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<int:application_id>/", views.proposal, name="proposal"),
    path("lists/", views.lists, name="lists"),
    path("lists/<int:edition_id>/", views.signing, name="list"),
]
