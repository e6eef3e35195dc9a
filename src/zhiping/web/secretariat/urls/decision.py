"""Addresses of the office: decision."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import certificates, decision, notices, publication, stories

urlpatterns = [
    path("decision/", decision.desk, name="decision"),
    path("decision/<int:edition_id>/proposals/", decision.proposals, name="proposals"),
    path("decision/<int:edition_id>/proposals.<slug:kind>", decision.proposals_file, name="proposals-file"),
    path("decision/cases/<int:application_id>/", decision.proposal, name="proposal"),
    path("decision/<int:edition_id>/notice/", notices.notice_desk, name="notice-desk"),
    path("decision/<int:edition_id>/objections/", notices.objections, name="objections"),
    path("decision/objections/<int:objection_id>/", notices.objection, name="objection"),
    path("decision/objections/<int:objection_id>/evidence/", notices.evidence, name="objection-evidence"),
    path("decision/<int:edition_id>/publication/", publication.publication, name="publication"),
    path("decision/<int:edition_id>/certificates/", certificates.certificates, name="certificates"),
    path(
        "decision/<int:edition_id>/certificates.<slug:kind>", certificates.certificates_file, name="certificates-file"
    ),
    path("decision/certificates/<int:certificate_id>/pdf/", certificates.pdf, name="certificate-pdf"),
    path("decision/certificates/<int:certificate_id>/revoke/", certificates.revoke, name="certificate-revoke"),
    path("decision/<int:edition_id>/stories/", stories.stories, name="stories"),
    path("decision/stories/<int:application_id>/", stories.story, name="story"),
]
