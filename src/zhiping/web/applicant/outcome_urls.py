"""Addresses of an applicant's outcome: certificate and consent."""

from __future__ import annotations

from django.urls import path

from zhiping.web.applicant import outcomes

urlpatterns = [
    path("outcomes/<int:application_id>/", outcomes.outcome, name="outcome"),
    path("outcomes/<int:application_id>/certificate/", outcomes.certificate, name="outcome-certificate"),
    path("outcomes/<int:application_id>/consent/", outcomes.consent, name="outcome-consent"),
]
