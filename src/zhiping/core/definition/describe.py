"""A definition told in Chinese sentences that an officer can read aloud beside the notice."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from zhiping.core.definition.base import Condition, Test
from zhiping.core.definition.entry import Precondition
from zhiping.core.definition.judging import LevelRule, LevelShare, Round
from zhiping.core.definition.lifecycle import graph_of
from zhiping.core.definition.meanings import label
from zhiping.core.definition.messages import EVENTS
from zhiping.core.definition.schema import Definition, FileRule, Stage
from zhiping.core.definition.vocabulary import AdvanceRule, ChecklistTest, Confirmation, Entry, Fact, SignOff

_WORDING = {"evaluation": "成果评价", "award": "评奖"}


def describe(definition: Definition) -> str:
    """Tell a whole definition, each rule with its clause."""
    parts = (
        ("基本信息", _basics),
        ("谁可以申报", _applicants),
        ("申报途径", _route),
        ("申报条件", _eligibility),
        ("名额", _quotas),
        ("申报表和材料", _forms),
        ("安排", _stages),
        ("形式审查", _screening),
        ("评审", _rounds),
        ("等级与审定", _decision),
        ("状态", _states),
        ("消息措辞", _messages),
    )
    lines = [f"{definition.title}({definition.key})"]
    for heading, tell in parts:
        said = list(tell(definition))
        if said:
            lines += ["", f"【{heading}】", *said]
    return "\n".join(lines) + "\n"


def _cite(source: str) -> str:
    return "(平台默认,可改)" if source == "default" else f"(依据 {source})" if source else ""


def _basics(definition: Definition) -> Iterator[str]:
    yield f"状态:{'启用' if definition.enabled else '未启用(仅名称)'}"
    if definition.document:
        yield f"依据:{definition.document}"
    if definition.standard:
        yield f"标准:{definition.standard}"
    yield f"性质:{_WORDING[definition.wording]}{_cite(definition.wording_source)}"
    yield f"费用:不收费{_cite(definition.fee_source)}"
    if definition.guiding_units:
        yield f"指导单位:{'、'.join(definition.guiding_units)}{_cite(definition.guiding_units_source)}"
    if definition.contact_department:
        yield f"联系部门:{definition.contact_department}"


def _applicants(definition: Definition) -> Iterator[str]:
    who = definition.applicants
    yield f"{who.scope};由{_words(who.who)}申报{_cite(who.source)}"
    for name, options in definition.dimensions.items():
        heading = definition.dimension_labels.get(name)
        said = "、".join(_option(definition, option.id, option.label) for option in options)
        yield f"{heading.label if heading else name}:{said}"


def _option(definition: Definition, option: str, text: str) -> str:
    kinds = definition.applicants.by_category.get(option)
    return f"{text}〔{_words(kinds)}〕" if kinds else text


def _words(words: tuple[StrEnum, ...]) -> str:
    return "、".join(label(word) for word in words)


def _route(definition: Definition) -> Iterator[str]:
    route = definition.route
    yield f"本单位推荐意见:{label(route.unit_endorsement)}{_cite(route.unit_source)}"
    kinds = f",由{_words(route.recommender_kinds)}推荐" if route.recommender_kinds else ""
    yield f"推荐单位:{label(route.recommendation)}{kinds}{_cite(route.source)}"
    if route.virtual is not None:
        agreed = ",须秘书处确认" if route.virtual.needs != Confirmation.NONE else ""
        who = condition(definition, route.virtual.who)
        yield f"没有推荐单位时可选“{route.virtual.label}”({who}{agreed}){_cite(route.virtual.source)}"
    for rule in route.direct:
        yield f"可直接申报:{rule.why}{_cite(rule.source)}"
    for item in route.preconditions:
        yield f"推荐前须交:{item.label}{_cite(item.source)}"
        yield from _table(item)
    for bad in route.misconduct:
        yield f"取消推荐资格:{bad.label}{_cite(bad.source)}"


def _table(asked: Precondition) -> Iterator[str]:
    """Tell a statistics table: what is typed, what is computed, and what has to be explained."""
    if asked.table is None:
        return
    names = {figure.id: figure.label for figure in asked.table.figures}
    yield f"　统计项:{'、'.join(names.values())}{_cite(asked.table.source)}"
    for figure in asked.table.figures:
        if figure.not_above is not None:
            yield f"　{figure.label}不大于{names[figure.not_above]};不符合时{label(figure.otherwise)}{_cite(figure.source)}"
    for rate in asked.table.rates:
        usual = [
            f"低于 {rate.at_least}%" if rate.at_least is not None else "",
            f"高于 {rate.at_most}%" if rate.at_most is not None else "",
        ]
        told = "或".join(one for one in usual if one)
        yield f"　{rate.label}={names[rate.of]}÷{names[rate.per]},系统计算{f';{told}时须说明' if told else ''}{_cite(rate.source)}"
    if asked.table.change is not None:
        yield f"　与上年相差 {asked.table.change.times} 倍以上时须说明{_cite(asked.table.change.source)}"


def condition(definition: Definition, asked: Condition) -> str:
    """Tell a condition in words, with the labels of the edition."""
    return "且".join(f"{_asked(definition, key)}{_test(definition, key, test)}" for key, test in asked.items())


def _asked(definition: Definition, key: str) -> str:
    if key in definition.dimension_labels:
        return definition.dimension_labels[key].label
    if key in set(Fact):
        return label(Fact(key))
    return next((f.label for form in definition.forms.values() for f in form.fields() if f.id == key), key)


def _test(definition: Definition, key: str, test: Test) -> str:
    fields = [f for form in definition.forms.values() for f in form.fields() if f.id == key]
    options = [*definition.dimensions.get(key, ()), *definition.levels, *(o for f in fields for o in f.choices)]
    names = {option.id: option.label for option in options}
    said = []
    if test.any_of is not None:
        said.append("为" + "或".join(names.get(str(v), _value(v)) for v in test.any_of))
    if test.none_of is not None:
        said.append("不是" + "或".join(names.get(str(v), _value(v)) for v in test.none_of))
    if test.at_least is not None:
        said.append(f"不少于{test.at_least}")
    if test.at_most is not None:
        said.append(f"不超过{test.at_most}")
    if test.filled is not None:
        said.append("已填" if test.filled else "未填")
    return "、".join(said)


def _value(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def _eligibility(definition: Definition) -> Iterator[str]:
    for number, rule in enumerate(definition.eligibility, 1):
        only = f"〔{condition(definition, rule.when)}〕" if rule.when else ""
        yield f"{number}. {only}{rule.label};不符合时{label(rule.severity)}{_cite(rule.source)}"


def _quotas(definition: Definition) -> Iterator[str]:
    for rule in definition.quotas:
        unless = f";{condition(definition, rule.unless)}时不限" if rule.unless else ""
        yield f"{rule.label}:至多 {rule.at_most} 个,{label(rule.at)}计{unless};超过时{label(rule.when_exceeded)}{_cite(rule.source)}"


def _forms(definition: Definition) -> Iterator[str]:
    for form in definition.forms.values():
        fields = list(form.fields())
        limits = "、".join(f"{f.label} {f.max_chars} 字" for f in fields if f.kind == "long_text" and f.max_chars)
        yield f"{form.label}:{len(form.sections)} 部分 {len(fields)} 栏{_cite(form.source)}" + (
            f";{limits}" if limits else ""
        )
        if form.official is not None:
            yield f"  按所附申报表填成 Word 和 PDF，并可读入 Word:{''.join(form.official.title)}{_cite(form.official.source)}"
    for rule in definition.files:
        yield _file(definition, rule)
    if definition.paper is not None:
        yield f"纸质:{definition.paper.text}{_cite(definition.paper.source)}"


def _file(definition: Definition, rule: FileRule) -> str:
    need = "必交" if rule.required else "可交"
    when = f"({condition(definition, rule.when)})" if rule.when else ""
    limits = [f"至多 {rule.max_count} 份", f"每份不超过 {_size(rule.max_bytes)}"]
    limits += [f"{rule.max_pages} 页内"] if rule.max_pages else []
    limits += [f"{rule.max_minutes} 分钟内"] if rule.max_minutes else []
    kinds = "/".join(str(kind) for kind in rule.kinds)
    where = "随整套推荐材料" if rule.per == "package" else ""
    return f"{where}{need}{when}:{rule.label}〔{kinds},{','.join(limits)}〕{_cite(rule.source)}"


def _size(size: int) -> str:
    for unit, name in ((1024**3, "GB"), (1024**2, "MB")):
        if size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size / 1024:g} KB"


def _stages(definition: Definition) -> Iterator[str]:
    for number, stage in enumerate(definition.stages, 1):
        yield f"{number}. {stage.label}:{_time(stage)}{_cite(stage.source)}"


def _time(stage: Stage) -> str:
    opens = stage.opens.text if stage.opens else ""
    closes = stage.closes.text if stage.closes else ""
    days = f"{stage.days} 个自然日" if stage.days else ""
    if opens == closes:
        return opens or days or "时间未写明"
    return f"{opens} 至 {closes}" if opens and closes else opens or closes


def _screening(definition: Definition) -> Iterator[str]:
    for number, item in enumerate(definition.screening, 1):
        way = "人工" if item.test is ChecklistTest.MANUAL else "自动"
        yield f"{number}. {item.label};{way}检查;不符合时{label(item.remedy)}{_cite(item.source)}"
        for text in definition.finding_texts:
            if text.item == item.id:
                yield f"   常用措辞:{text.text}{_cite(text.source)}"


def _rounds(definition: Definition) -> Iterator[str]:
    for judged in definition.rounds.values():
        entry = judged.enters
        who = "" if entry is None or entry.who == Entry.ALL else f";{label(entry.who)}参加{_cite(entry.source)}"
        reviewers = f"至少 {judged.reviewers.at_least} 位专家{_cite(judged.reviewers.source)}"
        merge = f"{label(judged.merge.rule)}{_cite(judged.merge.source)}"
        yield f"{judged.label}〔{label(judged.kind)}〕:{reviewers};{merge};{_advance(definition, judged)}进入下一步{who}{_weights(definition, judged)}{_cite(judged.source)}"
    for card in definition.scorecards.values():
        items = "、".join(f"{item.label}{f' {item.points}' if item.points else ''}" for item in card.items)
        yield f"{card.label}(总分 {card.total}):{items}{_cite(card.source)}"


def _advance(definition: Definition, judged: Round) -> str:
    """Say who goes on, with the numbers that the rule's own words leave open."""
    advance = judged.advance
    names = {option.id: option.label for values in definition.dimensions.values() for option in values}
    per = "、".join(_dimension(definition, name) for name in advance.per)
    told = {
        AdvanceRule.RANK: f"前 {advance.at_most} 名",
        AdvanceRule.SHARE: f"前 {advance.percent}%",
        AdvanceRule.SCORE: f"{advance.at_least} 分以上",
        AdvanceRule.QUOTA: "、".join(f"{names.get(value, value)}前 {n} 名" for value, n in advance.places.items()),
    }.get(advance.rule, label(advance.rule))
    return f"每{per}{told}" if per and advance.rule != AdvanceRule.QUOTA else told


def _dimension(definition: Definition, name: str) -> str:
    found = definition.dimension_labels.get(name)
    return found.label if found else name


def _weights(definition: Definition, judged: Round) -> str:
    parts = [f"{definition.rounds[name].label}占 {weight}%" for name, weight in judged.weights.items()]
    return f";{'、'.join(parts)}" if parts else ""


def _decision(definition: Definition) -> Iterator[str]:
    if not definition.stages:
        return
    if definition.levels:
        yield f"等级(从高到低):{'、'.join(level.label for level in definition.levels)}"
    if definition.level_rule is not None:
        yield from _level_rule(definition, definition.level_rule)
    if definition.approval is not None:
        signed = "指导单位审定" if definition.approval.sign_off == SignOff.GUIDING_UNITS else "审定组审定"
        yield f"{signed}{_cite(definition.approval.source)}"
    if definition.notice is not None and definition.notice.days:
        yield f"公示 {definition.notice.days} 个自然日{_cite(definition.notice.days_source or definition.notice.source)}"
    else:
        yield "不公示或通知未写明"
    if definition.reminders.before:
        spans = "、".join(_span(text) for text in definition.reminders.before)
        yield f"截止前 {spans}提醒尚未办完的人{_cite(definition.reminders.source)}"
    if definition.certificate is not None and definition.certificate.issued:
        yield f"{definition.certificate.title}{_cite(definition.certificate.source)}"
        yield from (f"证书使用:{rule.text}{_cite(rule.source)}" for rule in definition.certificate.use)


def _span(text: str) -> str:
    return f"{text[:-1]} {'天' if text.endswith('d') else '小时'}"


def _level_rule(definition: Definition, rule: LevelRule) -> Iterator[str]:
    names = {level.id: level.label for level in definition.levels}
    shares = "、".join(f"{names.get(s.level, s.level)} {told}" for s in rule.shares if (told := _share(s)))
    per = "、".join(_dimension(definition, name) for name in rule.per)
    each = f",每{per}" if per else ""
    yield f"等级按{label(rule.basis)}提出{_cite(rule.source)}{each}" + (f":{shares}" if shares else "")
    for duty in rule.duties:
        yield f"{'、'.join(names.get(level, level) for level in duty.levels)}还须:{duty.label}{_cite(duty.source)}"


def _share(share: LevelShare) -> str:
    told = [
        f"{share.percent}%" if share.percent is not None else "",
        f"至多 {share.at_most} 项" if share.at_most is not None else "",
        f"{share.at_least} 分以上" if share.at_least is not None else "",
    ]
    return "、".join(one for one in told if one)


def _states(definition: Definition) -> Iterator[str]:
    if definition.stages:
        yield " → ".join(graph_of(definition).path)


def _messages(definition: Definition) -> Iterator[str]:
    for code, text in definition.messages.items():
        yield f"{EVENTS[code].label}({code}):{text.subject}{_cite(text.source)}"
        yield from (f"   {line}" for line in text.body.splitlines())
        if text.subject_en or text.body_en:
            yield f"   英文:{text.subject_en or '平台默认标题'}"
            yield from (f"   {line}" for line in (text.body_en or "平台默认正文").splitlines())
