"""Addresses of the applicant audience; each name has a row in core/permissions/pages/applicant.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.applicant import handins, outcome_urls
from zhiping.web.applicant.views import (
    applications,
    attachments,
    conditions,
    draft,
    handing_in,
    history,
    sections,
    supplements,
    units,
    uploads,
    word,
)

app_name = "applicant"
urlpatterns = [
    path("organisations/", units.units, name="units"),
    path("organisations/register/", units.register, name="register"),
    path("organisations/join/", units.join, name="join"),
    path("organisations/teams/", units.teams, name="teams"),
    path("invitations/<str:token>/", units.invitation, name="invitation"),
    path("organisations/claim/", units.claim, name="claim"),
    path("organisations/memberships/<int:membership_id>/leave/", units.leave, name="leave"),
    path("applications/", applications.applications, name="applications"),
    path("applications/sign-up/<int:edition_id>/", applications.sign_up, name="sign-up"),
    path("applications/start/<int:edition_id>/", applications.start, name="start"),
    path("applications/<int:application_id>/", draft.draft, name="draft"),
    path("applications/<int:application_id>/conditions/", conditions.conditions, name="conditions"),
    path("applications/<int:application_id>/sections/<slug:section_id>/", sections.section, name="section"),
    path("applications/<int:application_id>/history/", history.history, name="history"),
    path("applications/<int:application_id>/history/<int:snapshot_id>/", history.snapshot, name="snapshot"),
    path("applications/<int:application_id>/files/", attachments.files, name="files"),
    path("applications/<int:application_id>/files/<int:attachment_id>/", attachments.detach, name="detach"),
    path("applications/<int:application_id>/uploads/", uploads.uploads, name="uploads"),
    path("applications/<int:application_id>/uploads/<int:upload_id>/", uploads.upload, name="upload"),
    path("applications/<int:application_id>/word/", word.word, name="word"),
    path("applications/<int:application_id>/form.docx", word.word_file, name="word-file"),
    path("applications/<int:application_id>/form.pdf", word.form_pdf, name="form-pdf"),
    path("applications/<int:application_id>/route/", draft.route, name="route"),
    path("applications/<int:application_id>/writers/", draft.writers, name="writers"),
    path("applications/<int:application_id>/ask/", draft.ask_endorsement, name="ask-endorsement"),
    path("applications/<int:application_id>/submit/", handing_in.submit, name="submit"),
    path("applications/<int:application_id>/receipt/", handing_in.receipt, name="receipt"),
    path("applications/<int:application_id>/receipt.pdf", handing_in.receipt_pdf, name="receipt-pdf"),
    path("applications/<int:application_id>/supplement/", supplements.supplement, name="supplement"),
    path("applications/<int:application_id>/hand-in/", handins.hand_in, name="hand-in"),
    path("applications/<int:application_id>/hand-in/uploads/", uploads.hand_in_uploads, name="hand-in-uploads"),
    path(
        "applications/<int:application_id>/hand-in/uploads/<int:upload_id>/",
        uploads.hand_in_upload,
        name="hand-in-upload",
    ),
    *outcome_urls.urlpatterns,
]
