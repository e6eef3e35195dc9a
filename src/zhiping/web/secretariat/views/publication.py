"""The office prepares the published list; a second person releases it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.errors import RuleViolation
from zhiping.decision import actions
from zhiping.decision.queries import publications as queries
from zhiping.decision.rules import lists
from zhiping.programmes import queries as programmes
from zhiping.web.secretariat.views.tabs import tabs
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import list_table
from zhiping.web.shared.refusals import reasons


class PublicationForm(forms.Form):
    """The document that carries the list."""

    title = forms.CharField(label=gettext_lazy("文件标题"), max_length=160)
    document_number = forms.CharField(label=gettext_lazy("文号（可不填）"), max_length=60, required=False)


def publication(request: Request, edition_id: int) -> HttpResponse:
    """Prepare or release the list of an edition."""
    edition = programmes.get_edition(edition_id)
    prepared = queries.prepared(edition)
    form, shown = _form(request, edition, prepared), _shown(request, edition, prepared)
    said = shown.reasons
    if form.is_valid() if form.is_bound else shown.is_confirmed:
        try:
            _act(request, edition, prepared, form)
        except RuleViolation as refused:
            said, prepared = reasons(refused), queries.prepared(edition)
            form = _form(request, edition, prepared)
        else:
            return redirect("secretariat:publication", edition_id)
    context = _context(request, edition, prepared) | {"form": form, "said": said}
    context |= tabs("secretariat:publication")
    return render(request, "secretariat/decision/publication.html", context, status=409 if said else 200)


def _form(request: Request, edition: Any, prepared: Any) -> PublicationForm:
    title = prepared.title if prepared else lists.publication_title(programmes.definition_of(edition))
    return PublicationForm(
        request.POST if "prepare" in request.POST else None,
        initial={"title": title, "document_number": prepared.document_number if prepared else ""},
    )


def _shown(request: Request, edition: Any, prepared: Any) -> Shown:
    return Shown(request, "decision.release", f"edition:{edition.pk}", queries.read_of(prepared))


def _context(request: Request, edition: Any, prepared: Any) -> dict[str, Any]:
    definition, rows = programmes.definition_of(edition), queries.ready_rows(edition)
    return list_table(definition, rows, lists.told(definition, rows)) | {
        "edition": edition,
        "prepared": prepared,
        "shown": _shown(request, edition, prepared),
        "mine": prepared is not None and prepared.prepared_by_id == request.actor.user_id,
        "counts": lists.counts(definition, rows),
        "list_hash": lists.list_hash(edition.key, rows),
        "released": queries.released_of(edition),
    }


def _act(request: Request, edition: Any, prepared: Any, form: PublicationForm) -> None:
    at = programmes.now(edition)
    if not form.is_bound:
        read = queries.read_of(prepared)
        actions.release(publication_id=prepared.pk, read=read, by=request.actor, at=at)
        messages.success(request, _("名单已发布。"))
    else:
        actions.prepare_publication(edition_id=edition.pk, by=request.actor, at=at, **form.cleaned_data)
        messages.success(request, _("发布名单已准备好，请另一位同事复核并发布。"))
