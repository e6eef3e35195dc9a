"""Who has signed up to an edition: for the office, as a list and as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.applications.queries import entering
from zhiping.programmes import queries
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.shared.http import Request

PAGE = 50


def sign_ups(request: Request, edition_id: int) -> HttpResponse:
    """List who has signed up, newest first."""
    edition, asked = queries.get_edition(edition_id), _asked(request)
    if (answered := asked.answered()) is not None:
        return answered
    found = entering.sign_ups(edition, asked.text, asked.chosen["applicant"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    has_step = entering.entry(edition, queries.now(edition), signed_up=False).sign_up is not None
    context = {"edition": edition, "page": page, "has_step": has_step}
    context |= asked.context(file="secretariat:sign-ups-file", args=[edition_id])
    return render(request, "secretariat/editions/sign_ups.html", context)


def _asked(request: Request) -> Filtered:
    applicants = Select("applicant", _("报名主体"), [("team", _("小组")), ("unit", _("单位"))])
    return Filtered(request, "sign_ups", _("单位、小组、经办人或统一社会信用代码"), [applicants])


def sign_ups_file(request: Request, edition_id: int, kind: str) -> HttpResponseBase:
    """Hand out the list as it is shown."""
    edition, asked = queries.get_edition(edition_id), _asked(request)
    heading = [_("单位"), _("统一社会信用代码"), _("小组"), _("报名时间"), _("经办人"), _("电子邮件")]
    rows = (
        [
            one.organisation.name,
            one.organisation.uscc or "",
            one.team.name if one.team else "",
            timezone.localtime(one.signed_up_at).strftime("%Y-%m-%d %H:%M:%S"),
            one.signed_up_by.name,
            one.signed_up_by.email,
        ]
        for one in entering.sign_ups(edition, asked.text, asked.chosen["applicant"]).iterator()
    )
    return table_response(kind, f"sign-ups-{edition.key.replace('/', '-')}", heading, rows)
