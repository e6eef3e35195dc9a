"""Addresses of the office: offices held, mails in trouble."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import accounts

urlpatterns = [
    path("offices/", accounts.offices, name="offices"),
    path("offices/<int:office_id>/end/", accounts.end_office, name="end-office"),
    path("mails/", accounts.mails, name="mails"),
    path("mails/<int:mail_id>/", accounts.mail, name="mail"),
]
