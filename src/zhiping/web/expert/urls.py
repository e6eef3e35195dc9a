"""Addresses of the expert audience; each name has a row in core/permissions/pages/expert.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.expert.views import assignments, deliberation, papers, scorecard

app_name = "expert"
urlpatterns = [
    path("", assignments.assignments, name="assignments"),
    path("invitations/<int:invitation_id>/", assignments.invitation, name="invitation"),
    path("assignments/<int:assignment_id>/", scorecard.scorecard, name="scorecard"),
    path("assignments/<int:assignment_id>/files/<int:file_id>/", papers.paper, name="file"),
    path("assignments/<int:assignment_id>/recuse/", scorecard.recuse, name="recuse"),
    path("assignments/<int:assignment_id>/deliberation/", deliberation.deliberation, name="deliberation"),
]
