"""Addresses of the office: review."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import (
    review,
    review_assignment,
    review_case,
    review_conflicts,
    review_people,
    review_rounds,
    review_sessions,
)

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/pool.<slug:kind>", review_people.pool_file, name="pool-file"),
    path("review/<int:edition_id>/experts.<slug:kind>", review.experts_file, name="experts-file"),
    path("review/pool/", review_people.pool, name="pool"),
    path("review/pool/enrol/", review_people.enrol, name="expert-enrol"),
    path("review/pool/<int:expert_id>/", review_people.expert, name="expert"),
    path("review/cases/<int:application_id>/", review_case.case, name="review-case"),
    path("review/conflicts/<int:conflict_id>/", review_conflicts.conflict, name="conflict"),
    path("review/<int:edition_id>/<slug:round_id>/sessions/", review_sessions.sessions, name="sessions"),
    path("review/<int:edition_id>/experts/invite/", review.invite_experts, name="invite-experts"),
    path("review/<int:edition_id>/experts/", review.experts, name="experts"),
    path("review/<int:edition_id>/conflicts/", review_conflicts.conflicts, name="conflicts"),
    path("review/<int:edition_id>/<slug:round_id>/panels/", review_rounds.panels, name="panels"),
    path("review/<int:edition_id>/<slug:round_id>/assignment/", review_assignment.assignment, name="assignment"),
    path("review/<int:edition_id>/<slug:round_id>/", review_rounds.board, name="round"),
]
