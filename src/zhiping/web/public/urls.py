"""Addresses of the public audience; each name has a row in core/permissions/pages/public.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.public.views import certificates, complaints, editions, lists, notices, showcase

app_name = "public"
urlpatterns = [
    path("", editions.home, name="home"),
    path("editions/", editions.editions, name="editions"),
    path("editions/<slug:programme>/<int:year>/", editions.edition, name="edition"),
    path("editions/<slug:programme>/<int:year>/calendar.ics", editions.edition_calendar, name="edition-calendar"),
    path("editions/<slug:programme>/<int:year>/forms/<slug:form_id>.pdf", editions.blank_form, name="edition-form"),
    path(
        "editions/<slug:programme>/<int:year>/scorecards/<slug:card_id>.pdf", editions.blank_card, name="edition-card"
    ),
    path("editions/<slug:programme>/<int:year>/complaint/", complaints.complaint, name="complaint"),
    path("complaints/status/", complaints.status, name="complaint-status"),
    path("who-sees-what/", editions.who_sees_what, name="who-sees-what"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/items/<int:item_id>/objection/", notices.objection, name="objection"),
    path("objections/status/", notices.objection_status, name="objection-status"),
    path("publications/", lists.publications, name="publications"),
    path("publications/<int:publication_id>/", lists.publication, name="publication"),
    path("publications/<int:publication_id>/list.<slug:kind>", lists.publication_file, name="publication-file"),
    path("verify/", certificates.verify, name="verify"),
    path("verify/<slug:code>/", certificates.certificate, name="certificate"),
    path("showcase/", showcase.showcase, name="showcase"),
    path("showcase/<int:story_id>/", showcase.story, name="story"),
]
