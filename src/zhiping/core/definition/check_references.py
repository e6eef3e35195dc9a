"""Names that must lead somewhere: ids written twice, sources, conditions, dimensions, levels, stages, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from zhiping.core.definition import messages
from zhiping.core.definition.base import Test
from zhiping.core.definition.faults import Path, Problem, closest, unknown
from zhiping.core.definition.schema import Definition, Field
from zhiping.core.definition.vocabulary import EligibilityTest, Fact, Party, QuotaKey


def check(definition: Definition) -> Iterator[Problem]:
    """Find every name that leads nowhere and every id used twice."""
    documents = {document.id for document in definition.documents}
    for path, model in walk(definition, ()):
        yield from _ids_once(path, model)
        yield from _sources(path, model, documents)
        yield from _conditions(path, model, definition)
    yield from _people(definition)
    yield from _quotas(definition)
    yield from _eligibility(definition)
    yield from _files_and_outcome(definition)
    yield from _statistics(definition)
    yield from _finding_texts(definition)
    for code, text in definition.messages.items():
        yield from messages.check(code, text, ("messages", code))


def walk(value: Any, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Go through every model of a definition with its path."""
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))


def names(found: Iterable[str], words: Iterable[str], path: Path, what: str) -> Iterator[Problem]:
    """Report each name of a list that is not among the words."""
    known = list(words)
    for index, word in enumerate(found):
        if word not in known:
            yield unknown((*path, index), what, word, known)


def _ids_once(path: Path, model: BaseModel) -> Iterator[Problem]:
    for name in type(model).model_fields:
        entries = getattr(model, name)
        lists = entries.items() if isinstance(entries, dict) else [(None, entries)]
        for key, several in lists:
            if not isinstance(several, tuple):
                continue
            seen: set[str] = set()
            for index, entry in enumerate(several):
                own = getattr(entry, "id", None)
                if own in seen:
                    place: Path = (*path, name, index, "id") if key is None else (*path, name, key, index, "id")
                    yield Problem(place, f"名称“{own}”重复;请改成没有用过的名称")
                if own is not None:
                    seen.add(own)


def _sources(path: Path, model: BaseModel, documents: set[str]) -> Iterator[Problem]:
    for name in type(model).model_fields:
        if name == "source" or name.endswith("_source"):
            for clause in getattr(model, name).split("、"):
                document, mark, _ = clause.partition("#")
                if mark and document not in documents:
                    yield unknown((*path, name), "文件(documents)", document, sorted(documents))


def _conditions(path: Path, model: BaseModel, definition: Definition) -> Iterator[Problem]:
    for name in type(model).model_fields:
        condition = getattr(model, name)
        if isinstance(condition, dict) and condition and all(isinstance(t, Test) for t in condition.values()):
            for key, test in condition.items():
                yield from _clause((*path, name, key), key, test, definition)


def _clause(path: Path, key: str, test: Test, definition: Definition) -> Iterator[Problem]:
    fields = {field.id: field for form in definition.forms.values() for field in form.fields()}
    words = [*definition.dimensions, *fields, *(str(fact) for fact in Fact)]
    if key not in words:
        yield unknown(path, "类别、栏目或事实", key, words)
        return
    allowed: list[Any] | None = None
    if key in definition.dimensions:
        allowed = [option.id for option in definition.dimensions[key]]
    elif key == Fact.PROPOSED_LEVEL:
        allowed = [level.id for level in definition.levels]
    elif key in fields:
        allowed = _answers(fields[key])
    for value in (*(test.any_of or ()), *(test.none_of or ())):
        if allowed is not None and value not in allowed:
            yield Problem(path, f"“{key}”没有“{value}”这个取值;{closest(str(value), map(str, allowed))}", str(value))


def _answers(field: Field) -> list[Any] | None:
    if field.choices:
        return [option.id for option in field.choices]
    return [True, False] if field.kind in ("yes_no", "declaration") else None


def _people(definition: Definition) -> Iterator[Problem]:
    options = [option.id for dimension in definition.dimensions.values() for option in dimension]
    for key, kinds in definition.applicants.by_category.items():
        path: Path = ("applicants", "by_category", key)
        if key not in options:
            yield unknown(path, "类别", key, options)
        yield from names(kinds, definition.applicants.who, path, "申报主体(who)")
    for key in definition.dimension_labels:
        if key not in definition.dimensions:
            yield unknown(("dimension_labels", key), "分类(dimensions)", key, definition.dimensions)


def _quotas(definition: Definition) -> Iterator[Problem]:
    for index, quota in enumerate(definition.quotas):
        words = [*definition.dimensions, *(str(key) for key in QuotaKey)]
        yield from names(quota.per, words, ("quotas", index, "per"), "计数口径")


def _finding_texts(definition: Definition) -> Iterator[Problem]:
    items, files = [item.id for item in definition.screening], [file.id for file in definition.files]
    for index, text in enumerate(definition.finding_texts):
        if text.item not in items:
            yield unknown(("finding_texts", index, "item"), "审查要点(screening)", text.item, items)
        if text.file and text.file not in files:
            yield unknown(("finding_texts", index, "file"), "材料(files)", text.file, files)


_NEEDS = {
    EligibilityTest.FACT_IS: ("fact", "must_be"),
    EligibilityTest.YEARS_AT_LEAST: ("fact", "years"),
    EligibilityTest.WITHIN_YEARS: ("fact", "years"),
    EligibilityTest.FILE_GIVEN: ("file",),
    EligibilityTest.CONFIRMED: (),
}


def _eligibility(definition: Definition) -> Iterator[Problem]:
    files = [file.id for file in definition.files]
    for index, rule in enumerate(definition.eligibility):
        path: Path = ("eligibility", index)
        for need in _NEEDS[rule.test]:
            if not getattr(rule, need):
                yield Problem(path, f"test: {rule.test} 还需要“{need}”,请补上")
        if rule.file is not None and rule.file not in files:
            yield unknown((*path, "file"), "材料(files)", rule.file, files)


def _files_and_outcome(definition: Definition) -> Iterator[Problem]:
    stages = [stage.id for stage in definition.stages]
    files = [file.id for file in definition.files]
    levels = [level.id for level in definition.levels]
    for index, file in enumerate(definition.files):
        if file.stage is not None and file.stage not in stages:
            yield unknown(("files", index, "stage"), "阶段(stages)", file.stage, stages)
        if file.per == "package" and file.by != Party.RECOMMENDER:
            yield Problem(("files", index, "per"), "只有推荐单位的材料可以写 per: package;请写 by: recommender")
        if file.sheet is not None and file.per != "package":
            yield Problem(("files", index, "sheet"), "系统生成的表属于整套推荐材料;请同时写 per: package")
        if file.min_count > file.max_count:
            yield Problem(("files", index, "min_count"), f"min_count 大于 max_count;请写不大于 {file.max_count} 的数")
    for index, forward in enumerate(definition.forwarding):
        path: Path = ("forwarding", index)
        yield from names(forward.levels, levels, (*path, "levels"), "等级(levels)")
        yield from names(forward.materials, files, (*path, "materials"), "材料(files)")
        if forward.chosen_in is not None and forward.chosen_in not in definition.rounds:
            yield unknown((*path, "chosen_in"), "评审环节(rounds)", forward.chosen_in, definition.rounds)
    if definition.publication is not None:
        dimensions = [*definition.dimensions, "level"]
        yield from names(definition.publication.group_by, dimensions, ("publication", "group_by"), "分类")
        for index, column in enumerate(definition.publication.columns):
            if column.dimension is not None and column.dimension not in definition.dimensions:
                place: Path = ("publication", "columns", index, "dimension")
                yield unknown(place, "分类(dimensions)", column.dimension, definition.dimensions)


def _statistics(definition: Definition) -> Iterator[Problem]:
    for index, asked in enumerate(definition.route.preconditions):
        path: Path = ("route", "preconditions", index, "table")
        figures = [figure.id for figure in asked.table.figures] if asked.table else []
        for place, figure in enumerate(asked.table.figures if asked.table else ()):
            if figure.not_above is not None and figure.not_above not in figures:
                yield unknown((*path, "figures", place, "not_above"), "统计项(figures)", figure.not_above, figures)
        for place, rate in enumerate(asked.table.rates if asked.table else ()):
            for key in ("of", "per"):
                if getattr(rate, key) not in figures:
                    yield unknown((*path, "rates", place, key), "统计项(figures)", getattr(rate, key), figures)
