"""The sheets of a recommender's package, made from what was recorded: texts of official papers, in Chinese.

The originals of the attachments were not published; the columns are ours, after what the notices ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from zhiping.applications.models import Application
from zhiping.applications.queries.sheets import code_key
from zhiping.core import sheetcode
from zhiping.core.definition.schema import Definition, FileRule
from zhiping.core.definition.vocabulary import Party
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import OwnScore, Precondition, Recommendation
from zhiping.recommendation.queries import comparing, opinions
from zhiping.recommendation.queries.scores import own_mean, own_scores
from zhiping.recommendation.queries.statistics import figures_of
from zhiping.recommendation.rules import package as rules
from zhiping.recommendation.rules import statistics

OURS = "本表版式由平台按通知要求生成；通知所附原表未公开，秘书处提供后可改。"
WAITING, GONE = "待定", "withdrawn"
VERDICTS = {"recommended": "推荐", "declined": "不推荐", "returned": "退回修改"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to print: facts above the table, one list of cells a row. digest: what a sealed scan is bound to."""

    kind: str
    title: str
    facts: list[list[str]]
    columns: list[str]
    widths: list[int]
    rows: list[list[str]]
    digest: str = ""


def sheet(recommender: Recommender, kind: str) -> Sheet:
    """Make one of the sheets as it would stand now. Raises: KeyError for a kind there is none of."""
    made = _MAKERS[kind](recommender)
    told = asdict(made) | {"edition": recommender.edition.key}
    return Sheet(**(asdict(made) | {"digest": rules.digest(told)}))


class Sheets(dict[str, Sheet]):
    """The sheets of a recommender as they would stand now, each made once, by who first asks for it by its kind."""

    def __init__(self, recommender: Recommender) -> None:
        super().__init__()
        self._recommender = recommender

    def __missing__(self, kind: str) -> Sheet:
        self[kind] = sheet(self._recommender, kind)
        return self[kind]


def kinds(recommender: Recommender) -> list[str]:
    """Return which sheets can be made for this recommender: those of the edition's files, and its statistics."""
    definition = programmes.definition_of(recommender.edition)
    named = [str(rule.sheet) for rule in package_rules(definition) if rule.sheet]
    return list(dict.fromkeys(named)) + ([STATISTICS] if _table_of(definition) else [])


def code_of(recommender: Recommender, made: Sheet) -> str:
    """Return the code that is printed on a sheet: whose it is, which one, and its content by hash."""
    code = sheetcode.SheetCode(PAPERS[made.kind], recommender.pk, 1, made.digest)
    return sheetcode.write(code, key=code_key())


def package_rules(definition: Definition) -> list[FileRule]:
    """Return the edition's rules for the files of a package."""
    return [rule for rule in definition.files if rule.by == Party.RECOMMENDER and rule.per == "package"]


def _recommendation_form(recommender: Recommender) -> Sheet:
    definition = programmes.definition_of(recommender.edition)
    given = [one.given for one in comparing.comparison(recommender) if one.given.application.state != GONE]
    rows = [
        [str(number), str(one.rank or ""), *_case_cells(one.application, definition), points(one.points), one.opinion]
        for number, one in enumerate(given, start=1)
    ]
    columns = ["序号", "名次", "编号", "成果名称", "小组或个人", "单位", "类别", "领域", "得分", "推荐意见"]
    facts = [*_facts(recommender), ["推荐数", f"{len(rows)} 项"]]
    title, _english = names(definition, RECOMMENDATION_FORM)
    return Sheet(RECOMMENDATION_FORM, title, facts, columns, [4, 4, 11, 18, 10, 14, 8, 8, 6, 20], rows)


def _review_summary(recommender: Recommender) -> Sheet:
    definition = programmes.definition_of(recommender.edition)
    cases = Application.objects.filter(recommender=recommender).exclude(phase="draft").exclude(state=GONE)
    cases = cases.select_related("organisation", "team").prefetch_related(
        own_scores(recommender), opinions.standing_opinions()
    )
    ordered = sorted(cases, key=lambda case: (case.category, -(_mean(case) or Decimal(-1)), case.number or ""))
    rows = [
        [str(number), *_case_cells(case, definition), *_review_cells(case)]
        for number, case in enumerate(ordered, start=1)
    ]
    columns = ["序号", "编号", "成果名称", "小组或个人", "单位", "类别", "领域", "评委评分", "平均分", "结论", "名次"]
    reviewers = {one.reviewer for case in ordered for one in _scored(case)}
    facts = [*_facts(recommender), ["评审数", f"{len(rows)} 项"], ["评委", f"{len(reviewers)} 位"]]
    title, _english = names(definition, REVIEW_SUMMARY)
    return Sheet(REVIEW_SUMMARY, title, facts, columns, [4, 11, 18, 10, 14, 8, 8, 20, 6, 7, 4], rows)


def _statistics(recommender: Recommender) -> Sheet:
    definition = programmes.definition_of(recommender.edition)
    asked = _table_of(definition)
    assert asked is not None  # kinds() offers this sheet only then
    assert asked.table is not None  # likewise
    given = Precondition.objects.filter(recommender=recommender, kind=asked.id).first()
    figures = figures_of(given) if given is not None else {}
    rows = [[f.label, points(figures.get(f.id)), f.unit] for f in asked.table.figures]
    names = {f.id: f.label for f in asked.table.figures}
    rows += [
        [f"{one.rate.label}（{names[one.rate.of]}÷{names[one.rate.per]}）", points(one.percent), "%"]
        for one in statistics.rates(asked.table, figures)
    ]
    facts = [*_facts(recommender), *([["情况说明", given.remark]] if given is not None and given.remark else [])]
    return Sheet(STATISTICS, asked.label, facts, ["统计项", "数值", "单位"], [30, 10, 8], rows)


def _table_of(definition: Definition) -> Any:
    return next((asked for asked in definition.route.preconditions if asked.table is not None), None)


def names(definition: Definition, kind: str) -> tuple[str, str]:
    """Return what a sheet is called: in Chinese, as on the paper, and in English; what is sealed stands in no name."""
    asked = _table_of(definition) if kind == STATISTICS else None
    if asked is not None:
        return asked.label, asked.label_en
    rule = next((rule for rule in package_rules(definition) if rule.sheet == kind and kind != REVIEW_SUMMARY), None)
    if rule is None:
        return _OTHERWISE[kind]
    return re.split(r"[(（]", rule.label)[0], re.split(r"[(（]|, sealed", rule.label_en)[0]


def _facts(recommender: Recommender) -> list[list[str]]:
    return [["推荐单位", recommender.label]]


def _case_cells(case: Application, definition: Definition) -> list[str]:
    who = case.team.name if case.team else case.person_name
    named = [
        next((o.label for o in definition.dimensions.get(name, ()) if o.id == case.dimensions.get(name)), "")
        for name in ("category", "domain")
    ]
    return [case.number or "", case.title, who, case.organisation.name, *named]


def _review_cells(case: Application) -> list[str]:
    scored = list(_scored(case))
    given: Recommendation | None = next(iter(getattr(case, "given", [])), None)
    marks = "；".join(f"{one.reviewer} {points(one.points)}" for one in scored)
    verdict = VERDICTS[given.verdict] if given is not None else WAITING
    return [marks, points(own_mean(scored)), verdict, str(given.rank or "") if given is not None else ""]


def _scored(case: Application) -> Iterable[OwnScore]:
    return getattr(case, "scored", [])


def _mean(case: Application) -> Decimal | None:
    return own_mean(_scored(case))


def points(number: Decimal | None) -> str:
    """Return a number without superfluous zeros, "" for none."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


RECOMMENDATION_FORM, REVIEW_SUMMARY, STATISTICS = "recommendation_form", "review_summary", "statistics"
PAPERS = {
    RECOMMENDATION_FORM: sheetcode.Paper.RECOMMENDATION_FORM,
    REVIEW_SUMMARY: sheetcode.Paper.REVIEW_SUMMARY,
    STATISTICS: sheetcode.Paper.STATISTICS,
}
_OTHERWISE = {
    RECOMMENDATION_FORM: ("成果推荐表", "List of recommendations"),
    REVIEW_SUMMARY: ("成果评审汇总表", "Summary of the reviews"),
}
_MAKERS = {
    RECOMMENDATION_FORM: _recommendation_form,
    REVIEW_SUMMARY: _review_summary,
    STATISTICS: _statistics,
}
