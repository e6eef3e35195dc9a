"""Addresses of the office: the register of units."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import mergers, organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/duplicates/", mergers.duplicates, name="duplicates"),
    path("organisations/<int:organisation_id>/group/", mergers.group, name="group"),
    path("organisations/<int:organisation_id>/merge/", mergers.merge, name="merge"),
    path("organisations/<int:organisation_id>/mergers/<int:merger_id>/undo/", mergers.undo_merge, name="undo-merge"),
    path("organisations/<int:organisation_id>/decide/", organisations.decide_organisation, name="decide-organisation"),
    path("officers/<int:membership_id>/decide/", organisations.decide_officer, name="decide-officer"),
]
