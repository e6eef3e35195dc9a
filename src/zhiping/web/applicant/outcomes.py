"""The applicant's outcome: level, certificate, consent to share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.words import Field, Verb
from zhiping.decision import actions as decisions
from zhiping.decision.queries import facts_for_case
from zhiping.decision.queries import publications as decided
from zhiping.journey import queries as journey
from zhiping.showcase import actions, queries
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.downloads import pdf_response
from zhiping.web.shared.http import Request
from zhiping.web.shared.refusals import reasons

SEEN = frozenset({Field.LEVEL, Field.CERTIFICATE})


class StoryForm(forms.Form):
    """What everybody may read of the outcome; trade secrets stay out."""

    title = forms.CharField(label=gettext_lazy("公开的标题"), max_length=120, required=False)
    summary = forms.CharField(
        label=gettext_lazy("一段话介绍"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 4, "data-counter": "300"}),
        help_text=gettext_lazy("做了什么、怎么做的、效果如何，最多 300 字。"),
    )
    body = forms.CharField(
        label=gettext_lazy("详细内容（可不填）"),
        max_length=8000,
        required=False,
        widget=forms.Textarea({"rows": 12, "data-counter": "8000"}),
        help_text=gettext_lazy("只写愿意公开的内容；涉及商业秘密的不要写在这里。空行分段。"),
    )
    agree = forms.BooleanField(
        label=gettext_lazy("我代表申报方同意公开以上内容，并知道可以随时撤回。"),
        error_messages={"required": gettext_lazy("不勾选就不会公开；如愿意公开，请勾选。")},
    )


def outcome(request: Request, application_id: int) -> HttpResponse:
    """Show the level, the certificate with its rules of use, and what is shared."""
    case = journey.get_case(request.actor, application_id)
    context = {
        "case": case,
        "facts": facts_for_case(case, _seen(request, case)),
        "certificate": decided.certificate_of(case) if Field.CERTIFICATE in _seen(request, case) else None,
        "story": queries.of_case(case) if journey.may(request.actor, case, Verb.SEE, Field.STORY) else None,
        "may_consent": journey.may(request.actor, case, Verb.CONSENT, Field.STORY),
    }
    return render(request, "applicant/outcome.html", context)


def _seen(request: Request, case: Any) -> frozenset[Field]:
    return frozenset(f for f in SEEN if journey.may(request.actor, case, Verb.SEE, f))


def certificate(request: Request, application_id: int) -> HttpResponse:
    """Hand out the certificate, built now if the worker has not come to it."""
    case = journey.get_case(request.actor, application_id)
    found = decided.certificate_of(case) if Field.CERTIFICATE in _seen(request, case) else None
    if found is None:
        raise NotFound
    if found.pdf is None:
        found = decisions.build_certificate(certificate_id=found.pk)
    return pdf_response(decided.pdf_bytes(found) or b"", f"{found.number}.pdf")


def consent(request: Request, application_id: int) -> HttpResponse:
    """Say what may be public, or take the consent back."""
    case, at = open_case(request, application_id, Verb.CONSENT, Field.STORY)
    story = queries.of_case(case)
    given = {"title": story.title, "summary": story.summary, "body": story.body} if story else {"title": case.title}
    form = StoryForm(None if "withdraw" in request.POST else request.POST or None, initial=given)
    who: dict[str, Any] = {"application_id": application_id, "by": request.actor, "at": at}
    if request.method == "POST" and ("withdraw" in request.POST or form.is_valid()):
        try:
            if "withdraw" in request.POST:
                actions.withdraw_consent(reason=request.POST.get("reason", ""), **who)
                messages.success(request, _("同意已撤回，页面已不再公开。"))
            else:
                texts = {key: form.cleaned_data[key] for key in ("title", "summary", "body")}
                actions.consent(**texts, **who)
                messages.success(request, _("谢谢分享。秘书处核对后公开。"))
        except RuleViolation as refused:
            messages.error(request, reasons(refused)[0])
        else:
            return redirect("applicant:outcome", application_id)
    return render(request, "applicant/consent.html", {"case": case, "story": story, "form": form})
