"""Judging that would not work out: points that do not add up, cards that are missing, weights over 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhiping.core.definition.check_references import names
from zhiping.core.definition.faults import Path, Problem, unknown
from zhiping.core.definition.judging import Advance, CardChoice
from zhiping.core.definition.schema import Definition, Item, Round, Scorecard
from zhiping.core.definition.vocabulary import AdvanceRule, CardKind, Entry, MergeRule, RoundKind

HUNDRED = 100
FEWEST_TO_TRIM = 3
_ADVANCE_NEEDS = {
    AdvanceRule.RANK: "at_most",
    AdvanceRule.SHARE: "percent",
    AdvanceRule.SCORE: "at_least",
    AdvanceRule.QUOTA: "places",
}


def check(definition: Definition) -> Iterator[Problem]:
    """Find what is wrong in scorecards, rounds and the level rule."""
    for name, card in definition.scorecards.items():
        yield from _card(card, ("scorecards", name))
    for name, judged in definition.rounds.items():
        yield from _round(definition, name, judged, ("rounds", name))
    yield from _levels(definition)


def check_whole(definition: Definition) -> Iterator[Problem]:
    """Find scorecards that no round uses."""
    used = {
        card
        for judged in definition.rounds.values()
        for choice in (judged.scorecard, *(part.scorecard for part in judged.parts))
        if choice is not None
        for card in (choice.always, *choice.cards.values())
    }
    for name in definition.scorecards:
        if name not in used:
            yield Problem(("scorecards", name), f"没有评审环节使用评分表“{name}”;请在 rounds 里引用或删去")


def _card(card: Scorecard, path: Path) -> Iterator[Problem]:
    added = sum((item.points for item in card.items), Decimal(0))
    if added != card.total:
        yield Problem((*path, "total"), f"各项分值相加是 {added},不是 {card.total};请改 total 或各项 points")
    for index, item in enumerate(card.items):
        yield from _item(card, item, (*path, "items", index))
    ids = [item.id for item in card.items]
    yield from names(card.tie_break, ids, (*path, "tie_break"), "评分项(items)")
    if (card.kind == CardKind.BANDS) is not bool(card.bands):
        yield Problem((*path, "kind"), "kind: bands 须列出 bands(百分比档),其他类型不写 bands")
    if card.pass_at is not None and card.pass_at > card.total:
        yield Problem((*path, "pass_at"), f"pass_at 超过总分;请写不大于 {card.total} 的数")
    above = Decimal(-1)
    for index, band in enumerate(card.bands):
        if band.low <= above or band.high < band.low:
            yield Problem((*path, "bands", index, "low"), "百分比档须从低到高、互不重叠;请改 low 和 high")
        above = band.high


def _item(card: Scorecard, item: Item, path: Path) -> Iterator[Problem]:
    if item.items and sum((sub.points for sub in item.items), Decimal(0)) != item.points:
        yield Problem((*path, "points"), f"“{item.label}”的分项相加不等于 {item.points};请改 points 或分项")
    if item.points % card.step:
        yield Problem((*path, "points"), f"“{item.label}”的分值不是 {card.step} 的整数倍;请改 points 或 step")
    if card.kind == CardKind.CHECKLIST and item.points:
        yield Problem((*path, "points"), "核对表不打分;请把 points 写成 0")


def _round(definition: Definition, name: str, judged: Round, path: Path) -> Iterator[Problem]:
    for choice, place in (
        (judged.scorecard, path),
        *((p.scorecard, (*path, "parts", i)) for i, p in enumerate(judged.parts)),
    ):
        if choice is not None:
            yield from _choice(definition, choice, (*place, "scorecard"))
    if judged.scorecard is None and not judged.parts and judged.kind != RoundKind.DELIBERATION:
        yield Problem(path, "这个评审环节没有评分表;请写 scorecard: 评分表名称,或分 parts")
    if judged.parts and sum(part.weight for part in judged.parts) != HUNDRED:
        yield Problem((*path, "parts"), "各部分的 weight 相加应是 100;请改")
    earlier = list(definition.rounds)[: list(definition.rounds).index(name)]
    for other in judged.weights:
        if other not in earlier:
            yield unknown((*path, "weights", other), "更早的评审环节", other, earlier)
    if sum(judged.weights.values()) > HUNDRED:
        yield Problem((*path, "weights"), "前几轮的权重相加超过 100;请改小")
    merge = judged.merge
    if merge.rule == MergeRule.MEAN_DROP_EXTREMES and (merge.extremes_from or 0) < FEWEST_TO_TRIM:
        yield Problem((*path, "merge"), "去掉最高最低分须写从几位专家起,如 extremes_from: 5(至少 3)")
    yield from _enters(definition, judged, path)
    yield from _advance(definition, judged.advance, (*path, "advance"))


def _choice(definition: Definition, choice: CardChoice, path: Path) -> Iterator[Problem]:
    if choice.always is not None and choice.always not in definition.scorecards:
        yield unknown(path, "评分表(scorecards)", choice.always, definition.scorecards)
    if choice.always is None and choice.by not in definition.dimensions:
        yield unknown((*path, "by"), "分类(dimensions)", choice.by or "", definition.dimensions)
        return
    options = [option.id for option in definition.dimensions.get(choice.by or "", ())]
    for value, card in choice.cards.items():
        if value not in options:
            yield unknown((*path, "cards", value), "类别", value, options)
        if card not in definition.scorecards:
            yield unknown((*path, "cards", value), "评分表(scorecards)", card, definition.scorecards)
    for value in options:
        if choice.by is not None and value not in choice.cards:
            yield Problem((*path, "cards"), f"“{value}”没有评分表;请补一行 {value}: 评分表名称")


def _enters(definition: Definition, judged: Round, path: Path) -> Iterator[Problem]:
    if judged.enters is None:
        return
    levels = [level.id for level in definition.levels]
    yield from names(judged.enters.levels, levels, (*path, "enters", "levels"), "等级(levels)")
    if judged.enters.who == Entry.PROPOSED_LEVEL and not judged.enters.levels:
        yield Problem((*path, "enters"), f"who: proposed_level 须写 levels;可写:{'、'.join(levels)}")


def _advance(definition: Definition, advance: Advance, path: Path) -> Iterator[Problem]:
    need = _ADVANCE_NEEDS.get(advance.rule)
    if need is not None and not getattr(advance, need):
        yield Problem(path, f"rule: {advance.rule} 还需要“{need}”,请补上")
    yield from names(advance.per, definition.dimensions, (*path, "per"), "分类(dimensions)")
    options = [option.id for key in advance.per for option in definition.dimensions.get(key, ())]
    for value in advance.places:
        if value not in options:
            yield unknown((*path, "places", value), "per 所写分类的取值", value, options)


def _levels(definition: Definition) -> Iterator[Problem]:
    rule = definition.level_rule
    if rule is None:
        return
    levels = [level.id for level in definition.levels]
    stages = [stage.id for stage in definition.stages]
    files = [file.id for file in definition.files]
    yield from names(rule.per, definition.dimensions, ("level_rule", "per"), "分类(dimensions)")
    if sum(share.percent or 0 for share in rule.shares) > HUNDRED:
        yield Problem(("level_rule", "shares"), "各等级的 percent 相加超过 100;请改小")
    for index, share in enumerate(rule.shares):
        path: Path = ("level_rule", "shares", index)
        if share.level not in levels:
            yield unknown((*path, "level"), "等级(levels)", share.level, levels)
        yield from names(share.through, definition.rounds, (*path, "through"), "评审环节(rounds)")
    for index, duty in enumerate(rule.duties):
        place: Path = ("level_rule", "duties", index)
        yield from names(duty.levels, levels, (*place, "levels"), "等级(levels)")
        yield from names(duty.files, files, (*place, "files"), "材料(files)")
        if duty.stage not in stages:
            yield unknown((*place, "stage"), "阶段(stages)", duty.stage, stages)
