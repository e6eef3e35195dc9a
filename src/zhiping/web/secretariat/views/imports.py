"""Bring units and recommenders onto the register from a workbook: template, check, report, import."""

from __future__ import annotations

from collections.abc import Callable
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
from zhiping.documents import actions as documents
from zhiping.programmes import actions, queries
from zhiping.web.secretariat import import_words as words
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import done
from zhiping.web.shared.downloads import bytes_response
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import edition_title
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.sheets import XLSX, xlsx_response
from zhiping.web.shared.uploads import sent

PAGE = 50
LISTED = 200
"""Faults, and changes, that the page of a report lists."""


class UploadForm(forms.Form):
    """The workbook, and the edition whose recommenders it lists."""

    edition = forms.ChoiceField(
        label=gettext_lazy("推荐单位属于哪个年度活动"),
        required=False,
        help_text=gettext_lazy("只导入单位的，不用选。"),
    )
    workbook = forms.FileField(
        label=gettext_lazy("按模板填写的工作簿（.xlsx，不超过 10 MB）"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = [(str(edition.pk), edition_title(edition)) for edition in queries.running()]
        self.fields["edition"].choices = [("", _("只导入单位")), *running]  # type: ignore[attr-defined]


def imports(request: Request) -> HttpResponse:
    """Take a workbook in and check it; list those handed in before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _upload(request, form)
        except RuleViolation as refusal:
            form.add_error("workbook", reasons(refusal)[0])
        else:
            return redirect("secretariat:import", found.pk)
    page = Paginator(queries.imports(), PAGE).get_page(request.GET.get("page"))
    return render(request, "secretariat/organisations/imports.html", {"form": form, "page": page})


def _upload(request: Request, form: UploadForm) -> Any:
    name, content = sent(form.cleaned_data["workbook"]) or ("", b"")
    chosen = form.cleaned_data["edition"]
    return actions.upload_import(
        name=name,
        content=content,
        edition_id=int(chosen) if chosen else None,
        by=request.actor,
        at=timezone.now(),
    )


def template(request: Request) -> HttpResponse:
    """Hand out the workbook to fill in, with what each column means."""
    return bytes_response(documents.xlsx_book(words.template()), XLSX, f"{_('单位与推荐单位导入模板')}.xlsx")


def report(request: Request, import_id: int) -> HttpResponse:
    """Show what the workbook would do and what is wrong with it; import just that, or check it again."""
    found = queries.get_import(import_id)
    if (act := _wanted(request, found)) is not None:
        if done(request, *act):
            return redirect("secretariat:import", found.pk)
        found = queries.get_import(import_id)
    shown = _shown(request, found)
    context = {
        "import": found,
        "counts": words.counts(found.report),
        "faults": words.faults(found.report)[:LISTED],
        "changes": words.changes(found.report)[:LISTED],
        "listed": LISTED,
        "shown": shown,
        "said": shown.reasons if act is None else [],  # an act that was refused has said why
    }
    return render(request, "secretariat/organisations/import.html", context)


def _wanted(request: Request, found: Any) -> tuple[Callable[[], object], str] | None:
    """Return what the button asks for, and what to say once it is done; None where nothing may be done."""
    who: dict[str, Any] = {"import_id": found.pk, "by": request.actor, "at": timezone.now()}
    if request.POST.get("act") == "recheck":
        return partial(actions.recheck_import, **who), _("已重新检查。")
    if _shown(request, found).is_confirmed:
        return partial(actions.write_import, read=queries.promised(found), **who), _("已导入，或已排队导入。")
    return None


def _shown(request: Request, found: Any) -> Shown:
    return Shown(request, "programmes.write_import", f"import:{found.pk}", queries.promised(found))


def report_file(request: Request, import_id: int) -> HttpResponseBase:
    """Hand out the faults as a workbook, to be sent to whoever filled the sheet in."""
    found = queries.get_import(import_id)
    heading = [_("工作表"), _("单元格"), _("列"), _("填写的内容"), _("问题与改法")]
    rows = [[row["sheet"], row["cell"], row["column"], row["given"], row["text"]] for row in words.faults(found.report)]
    if not rows:
        messages.info(request, _("没有问题，不需要报告。"))
        return redirect("secretariat:import", found.pk)
    return xlsx_response(f"import-{found.pk}", heading, rows)
