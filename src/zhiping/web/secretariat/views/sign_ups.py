"""Who has signed up to an edition: for the office, as a list and as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiping.applications.queries import entering
from zhiping.programmes import queries
from zhiping.web.shared.http import Request
from zhiping.web.shared.sheets import xlsx_response

PAGE = 50


def sign_ups(request: Request, edition_id: int) -> HttpResponse:
    """List who has signed up, newest first."""
    edition = queries.get_edition(edition_id)
    page = Paginator(entering.sign_ups(edition), PAGE).get_page(request.GET.get("page"))
    has_step = entering.entry(edition, queries.now(edition), signed_up=False).sign_up is not None
    context = {"edition": edition, "page": page, "has_step": has_step}
    return render(request, "secretariat/editions/sign_ups.html", context)


def sign_ups_xlsx(request: Request, edition_id: int) -> StreamingHttpResponse:
    """Hand out the same list as a workbook."""
    edition = queries.get_edition(edition_id)
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
        for one in entering.sign_ups(edition).iterator()
    )
    return xlsx_response(f"sign-ups-{edition.key.replace('/', '-')}", heading, rows)
