"""The review desk: rounds in numbers, and the experts whom an edition invites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiping.experts import actions as pool_acts
from zhiping.experts import queries as pool
from zhiping.programmes import queries as programmes
from zhiping.review.queries import desk, loads
from zhiping.web.secretariat import review_words as words
from zhiping.web.secretariat.filtered import Filtered, Select, table_response
from zhiping.web.secretariat.trials import Row, Trial
from zhiping.web.shared.doing import numbers
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import edition_title

PAGE = 100


def review(request: Request) -> HttpResponse:
    """Show every round of the running editions with what is assigned, scored and to be judged; where cases stand first."""
    waiting = desk.conflicts_to_judge()
    found: dict[int, dict[str, Any]] = {}
    for row in desk.numbers():
        entry = found.setdefault(
            row.edition.pk, {"edition": row.edition, "rounds": [], "conflicts": waiting.get(row.edition.pk, 0)}
        )
        entry["rounds"].append(row)
    editions = sorted(found.values(), key=lambda entry: not any(row.cases for row in entry["rounds"]))
    return render(request, "secretariat/review/desk.html", {"editions": editions})


def experts(request: Request, edition_id: int) -> HttpResponse:
    """Show the pool with each expert's answer to this edition, those to be invited to be ticked."""
    running = {one.pk: one for one in programmes.running()}
    edition, fields = running.get(edition_id) or programmes.get_edition(edition_id), words.every_field(running.values())
    asked = _asked_of_experts(request, fields)
    if (answered := asked.answered()) is not None:
        return answered
    page = Paginator(_invited(asked, edition_id), PAGE).get_page(request.GET.get("page"))
    held = loads.loads_of(edition, [e.pk for e in page.object_list])
    rows = [{"expert": e, "held": held.get(e.pk, (0, 0)), "fields": _known(e, fields)} for e in page.object_list]
    context = {"edition": edition, "rows": rows, "page": page}
    context |= asked.context(file="secretariat:experts-file", args=[edition_id])
    return render(request, "secretariat/review/experts.html", context)


def invite_experts(request: Request, edition_id: int) -> HttpResponse:
    """Show whom inviting the experts ticked, or all that the list shows, would reach; invite them once confirmed."""
    edition, fields = programmes.get_edition(edition_id), words.every_field()
    asked = _asked_of_experts(request, fields)
    back = f"{reverse('secretariat:experts', args=[edition_id])}?{asked.address}"
    if request.method != "POST":
        return redirect(back)
    consequence = _("向每位专家发出“%(edition)s”的邀请并通知本人；接受并签署承诺后才能评审。") % {
        "edition": edition_title(edition)
    }
    rows = _to_invite(request, asked, edition_id)
    trial = Trial(request, "experts.invite", f"edition:{edition_id}", _("邀请所选专家"), consequence, back, rows)
    if not trial.rows:
        messages.error(request, _("请先在列表中勾选，或选择全部。"))
        return redirect(back)
    if not trial.shown.is_confirmed:
        return trial.page()
    ids, at = [int(row.key) for row in trial.ready], programmes.now(edition)
    outcome = pool_acts.invite_several(expert_ids=ids, edition_id=edition_id, by=request.actor, at=at)
    n = len(outcome.done)
    trial.say(ngettext("已邀请 %(n)s 位专家。", "已邀请 %(n)s 位专家。", n) % {"n": n}, outcome)
    return redirect(back)


def _to_invite(request: Request, asked: Filtered, edition_id: int) -> list[Row]:
    ticked = pool.pool_for(edition_id, only=numbers(request, "expert"))
    chosen: Any = _invited(asked, edition_id) if request.POST.get("all") == "1" else ticked
    answers = dict(_answers())
    return [
        Row(
            key=str(one.pk),
            name=one.user.name,
            detail=one.organisation.name if one.organisation else "",
            href=reverse("secretariat:expert", args=[one.pk]),
            reason=_("已经邀请过：%(answer)s") % {"answer": answers[_answer_of(one)]} if one.answer else "",
        )
        for one in chosen
    ]


def _answer_of(expert: Any) -> str:
    return pool.COMMITTED if expert.committed_at else expert.answer or pool.NOT_ASKED


def _known(expert: Any, fields: dict[str, str]) -> list[str]:
    """Return what an expert knows: fields of several editions may be called alike."""
    return list(dict.fromkeys(fields.get(name, name) for name in expert.fields))


def experts_file(request: Request, edition_id: int, kind: str) -> HttpResponseBase:
    """Hand out the experts as they are shown, with what each answered."""
    edition, fields = programmes.get_edition(edition_id), words.every_field()
    answers = dict(_answers())
    heading = [_("专家"), _("职称"), _("单位"), _("领域"), _("每轮上限"), _("邀请")]
    rows = (
        [
            e.user.name,
            e.title,
            e.organisation.name if e.organisation else "",
            _("、").join(_known(e, fields)),
            str(e.max_load),
            answers[_answer_of(e)],
        ]
        for e in _invited(_asked_of_experts(request, fields), edition_id)
    )
    return table_response(kind, f"experts-{edition.key.replace('/', '-')}", heading, rows)


def _asked_of_experts(request: Request, fields: dict[str, str]) -> Filtered:
    selects = [Select("field", _("领域"), sorted(fields.items())), Select("answer", _("邀请"), _answers())]
    return Filtered(request, "experts", _("姓名、单位、职称或方法"), selects)


def _answers() -> list[tuple[str, str]]:
    return [
        (pool.NOT_ASKED, _("未邀请")),
        ("waiting", _("待答复")),
        ("accepted", _("已接受")),
        (pool.COMMITTED, _("已签署承诺")),
        ("declined", _("已谢绝")),
    ]


def _invited(asked: Filtered, edition_id: int) -> Any:
    return pool.pool_for(edition_id, asked.text, asked.chosen["field"], asked.chosen["answer"])
