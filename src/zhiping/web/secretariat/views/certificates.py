"""The office issues, hands out and revokes certificates."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import RuleViolation
from zhiping.decision import actions
from zhiping.decision.queries import publications as queries
from zhiping.programmes import queries as programmes
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.secretariat.views.tabs import tabs
from zhiping.web.shared.doing import done
from zhiping.web.shared.downloads import pdf_response
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.refusals import reasons

PAGE = 100


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=gettext_lazy("撤销理由（在查验页公开）"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


def certificates(request: Request, edition_id: int) -> HttpResponse:
    """List the edition's certificates, and issue those that are missing."""
    edition = programmes.get_edition(edition_id)
    asked = _asked(request, edition)
    if (answered := asked.answered()) is not None:
        return answered
    if request.method == "POST":
        try:
            made = actions.issue_certificates(edition_id=edition_id, by=request.actor, at=programmes.now(edition))
            messages.success(request, _("已制发 %(n)s 张证书，文件在后台生成。") % {"n": len(made)})
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        return redirect("secretariat:certificates", edition_id)
    page = Paginator(_found(asked, edition), PAGE).get_page(request.GET.get("page"))
    context = {"edition": edition, "page": page, "waiting": queries.without_certificate(edition).count()}
    context |= tabs("secretariat:certificates") | asked.context(file="secretariat:certificates-file", args=[edition_id])
    return render(request, "secretariat/decision/certificates.html", context)


def certificates_file(request: Request, edition_id: int, kind: str) -> HttpResponseBase:
    """Hand out the certificates as they are shown."""
    edition = programmes.get_edition(edition_id)
    heading = [_("编号"), _("持有者"), _("持有者说明"), _("等级"), _("制发"), _("查验码"), _("撤销理由")]
    rows = (
        [
            one.number,
            one.facts.get("recipient", ""),
            one.facts.get("recipient_note", ""),
            one.facts.get("level", ""),
            f"{timezone.localtime(one.issued_at):%Y-%m-%d}",
            one.code,
            one.revoked_reason,
        ]
        for one in _found(_asked(request, edition), edition)
    )
    return table_response(kind, f"certificates-{edition.key.replace('/', '-')}", heading, rows)


def _asked(request: Request, edition: Any) -> Filtered:
    levels = [(o.label, in_language(o.label, o.label_en)) for o in programmes.definition_of(edition).levels]
    states = [("valid", _("有效")), ("revoked", _("已撤销"))]
    selects = [Select("level", _("等级"), levels), Select("state", _("状态"), states)]
    return Filtered(request, "certificates", _("编号或持有者"), selects)


def _found(asked: Filtered, edition: Any) -> Any:
    valid = asked.chosen["state"] == "valid" if asked.chosen["state"] else None
    return queries.certificates_of(edition, asked.text, asked.chosen["level"], valid=valid)


def pdf(request: Request, certificate_id: int) -> HttpResponse:
    """Hand out a certificate's PDF, built now if the worker has not come to it."""
    found = queries.certificate(certificate_id)
    if found.pdf is None:
        found = actions.build_certificate(certificate_id=certificate_id)
    return pdf_response(queries.pdf_bytes(found) or b"", f"{found.number}.pdf")


def revoke(request: Request, certificate_id: int) -> HttpResponse:
    """Revoke a certificate with the reason its page will show."""
    found = queries.certificate(certificate_id)
    edition = found.application.edition
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"by": request.actor, "at": programmes.now(edition)}
        act = partial(actions.revoke_certificate, certificate_id=certificate_id, **form.cleaned_data, **who)
        if done(request, act, _("证书已撤销，查验页立即显示。"), form):
            return redirect("secretariat:certificates", edition.pk)
    return render(request, "secretariat/decision/revoke.html", {"certificate": found, "edition": edition, "form": form})
