"""Addresses of the unit audience; each name has a row in core/permissions/pages/unit.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.unit.views import applications, endorsing, people

app_name = "unit"
urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/endorse/", endorsing.endorse, name="endorse"),
    path("applications/<int:application_id>/opinion.pdf", endorsing.opinion_sheet, name="opinion-sheet"),
    path("applications/<int:application_id>/return/", endorsing.give_back, name="return"),
    path("people/", people.people, name="people"),
    path("people/teams/", people.add_team, name="add-team"),
    path("people/teams/approval/", people.team_approval, name="team-approval"),
    path("people/teams/<int:team_id>/", people.decide_team, name="decide-team"),
    path("people/invitations/", people.invite, name="invite"),
    path("people/invitations/<int:invited_id>/", people.withdraw_invitation, name="withdraw-invitation"),
    path("people/names/", people.add_alias, name="add-alias"),
    path("people/<int:membership_id>/", people.decide, name="decide"),
]
