"""Addresses of the office: review."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import review, review_assignment, review_rounds

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/<int:edition_id>/experts/", review.experts, name="experts"),
    path("review/<int:edition_id>/conflicts/", review.conflicts, name="conflicts"),
    path("review/<int:edition_id>/<slug:round_id>/panels/", review_rounds.panels, name="panels"),
    path("review/<int:edition_id>/<slug:round_id>/assignment/", review_assignment.assignment, name="assignment"),
    path("review/<int:edition_id>/<slug:round_id>/", review_rounds.board, name="round"),
]
