"""Addresses of the office: the register of units."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import complaints, imports, invitations, mergers, organisations

urlpatterns = [
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<int:complaint_id>/", complaints.complaint, name="complaint"),
    path("complaints/<int:complaint_id>/files/<int:file_id>/", complaints.file, name="complaint-file"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations.<slug:kind>", organisations.organisations_file, name="organisations-file"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/duplicates/", mergers.duplicates, name="duplicates"),
    path("organisations/imports/", imports.imports, name="imports"),
    path("organisations/imports/template.xlsx", imports.template, name="import-template"),
    path("organisations/imports/<int:import_id>/", imports.report, name="import"),
    path("organisations/imports/<int:import_id>/report.xlsx", imports.report_file, name="import-report"),
    path("organisations/<int:organisation_id>/group/", mergers.group, name="group"),
    path("organisations/<int:organisation_id>/merge/", mergers.merge, name="merge"),
    path("organisations/<int:organisation_id>/mergers/<int:merger_id>/undo/", mergers.undo_merge, name="undo-merge"),
    path("organisations/approve/", organisations.approve_several, name="approve-several"),
    path("organisations/<int:organisation_id>/decide/", organisations.decide_organisation, name="decide-organisation"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:invited_id>/", invitations.withdraw, name="withdraw-invitation"),
    path("officers/<int:membership_id>/evidence/", organisations.claim_evidence, name="claim-evidence"),
    path("officers/<int:membership_id>/decide/", organisations.decide_officer, name="decide-officer"),
]
