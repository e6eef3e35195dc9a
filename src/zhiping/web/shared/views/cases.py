"""The one case page of all roles; the permission table decides what is on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiping.applications.queries.official import has_official_form
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Phase
from zhiping.core.errors import RuleViolations
from zhiping.core.permissions.pages import PAGES
from zhiping.core.permissions.table import fields_seen
from zhiping.core.permissions.words import Field, Verb
from zhiping.journey import queries
from zhiping.journey.queries import reviving
from zhiping.journey.queries.parts import parts_of
from zhiping.journey.rules import Step
from zhiping.programmes import queries as programmes
from zhiping.recommendation.queries import speaks_for
from zhiping.review.queries.handing_in import asked_of
from zhiping.web.shared import phases
from zhiping.web.shared.acts import acts_for
from zhiping.web.shared.cases import open_case
from zhiping.web.shared.http import Request
from zhiping.web.shared.official import KINDS, form_file
from zhiping.web.shared.refusals import reasons
from zhiping.web.shared.templatetags.zhiping import ending


@login_required
def case(request: Request, application_id: int) -> HttpResponse:
    """Show the case: what it is, where it stands, what the viewer may see of it and may do now."""
    found, at = open_case(request, application_id)
    seen = fields_seen(request.actor.role, queries.relation(request.actor, found), found.phase)
    steps = queries.timeline(found)
    parts = parts_of(found, seen, request.actor)
    context = {
        "case": found,
        "shows": {field.value: True for field in seen},
        "state_label": phases.state_label(found.state, found.phase),
        "state_class": phases.state_class(found.phase),
        "waiting_for": phases.waiting_for(found.phase),
        "steps": steps,
        "parts": [{"facts": facts, "template": f"ui/parts/{name}.html"} for name, facts in parts],
        **_acts(request, found, at),
        "form_files": _form_files(request, found, seen),
        **_words(programmes.definition_of(found.edition), found.dimensions),
        **_deadline(steps, at),
    }
    return render(request, "ui/case.html", context)


def _acts(request: Request, found: Any, at: datetime) -> dict[str, Any]:
    """Return what the viewer may do now; of a withdrawn case until when it comes back, or what is in its way."""
    may = partial(_may_here, request, found)
    if not may(Verb.REVIVE, Field.CASE):
        return {"acts": acts_for(found.pk, may)}
    if barred := reviving.why_not_now(found, request.actor, at):
        return {
            "acts": acts_for(found.pk, lambda verb, field: verb is not Verb.REVIVE and may(verb, field)),
            "barred": reasons(RuleViolations(barred)),
        }
    until = reviving.revivable_until(found)
    text = _("回到撤回以前的环节，重新占用名额；%(until)s 以前可以恢复，名额被占满后不能恢复。")
    told = {Verb.REVIVE: text % {"until": ending(until, "H:i:s")}} if until else {}
    return {"acts": acts_for(found.pk, may, told)}


def _may_here(request: Request, found: Any, verb: Verb, field: Field) -> bool:
    """Tell whether the table grants it, an opinion is this person's to give, and of this case something is asked for."""
    if not queries.may(request.actor, found, verb, field):
        return False
    if verb is Verb.RECOMMEND:
        return speaks_for(request.actor, found)
    return verb is not Verb.HAND_IN or bool(asked_of(found))


@login_required
def case_form(request: Request, application_id: int, form: str) -> HttpResponse:
    """Hand out the form that the notice prints, filled in; private values only for who may see them."""
    found, at = open_case(request, application_id, Verb.SEE, Field.CONTENT)
    private = queries.may(request.actor, found, Verb.SEE, Field.PRIVATE)
    return form_file(found, form, private=private, at=at)


def _form_files(request: Request, case: Any, seen: Collection[Field]) -> list[tuple[str, str]]:
    """Return the filled-in form's files for who may open them; a draft has a page of its own for them."""
    may_open = request.actor.role in PAGES["case-form"].roles and Field.CONTENT in seen
    if not may_open or case.phase == Phase.DRAFT or not has_official_form(case):
        return []
    return [(label, reverse("case-form", args=[case.pk, kind])) for kind, label in KINDS.items()]


def _words(definition: Definition, chosen: dict[str, str]) -> dict[str, Any]:
    rounds = {name: phases.in_language(r.label, r.label_en) for name, r in definition.rounds.items()}
    called = {"dimensions": _dimensions(definition, chosen), "rounds": rounds}
    return called | {"levels": phases.level_names(definition)}


def _dimensions(definition: Definition, chosen: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for name, options in definition.dimensions.items():
        option = next((o for o in options if o.id == chosen.get(name)), None)
        label = definition.dimension_labels.get(name)
        if option:
            called = phases.in_language(label.label, label.label_en) if label else name
            found.append({"label": called, "value": phases.in_language(option.label, option.label_en)})
    return found


def _deadline(steps: list[Step], now: Any) -> dict[str, Any]:
    closes_at = next((s.closes_at for s in steps if s.status == "now"), None)
    if closes_at is None or closes_at <= now:
        return {}
    return {"closes_at": closes_at, "closes_in": phases.time_left(closes_at - now)}
