"""Addresses of the office: the register of units."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/decide/", organisations.decide_organisation, name="decide-organisation"),
    path("officers/<int:membership_id>/decide/", organisations.decide_officer, name="decide-officer"),
]
