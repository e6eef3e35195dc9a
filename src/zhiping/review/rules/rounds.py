"""A round as data: who takes part, what the merge says, who goes on, which level is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiping.core import levels, ranking
from zhiping.core.definition.base import holds
from zhiping.core.definition.schema import LevelRule, Round
from zhiping.core.definition.vocabulary import AdvanceRule, Entry, LevelBasis, MergeRule
from zhiping.core.errors import RuleViolation, listing
from zhiping.core.scoring import merging, outliers, severity

Rule = ranking.Advance


def takes_everybody(judged: Round) -> bool:
    """Tell whether every case that stands in the round takes part in it, whatever is known of the case.

    Only then do shares of the whole mean anything.
    """
    entry = judged.enters
    return entry is None or (entry.who == Entry.ALL and not entry.when)


def takes_part(judged: Round, *, proposed_level: str, visit_requested: bool, facts: Mapping[str, object]) -> bool:
    """Tell whether a case takes part in a round; the others stand in it until it is over."""
    entry = judged.enters
    if entry is None or entry.who == Entry.ALL:
        return entry is None or holds(entry.when, facts)
    if entry.who == Entry.PROPOSED_LEVEL:
        return proposed_level in entry.levels
    return visit_requested


@dataclass(frozen=True, slots=True)
class Combined:
    """A case's points after a round: this round's own merged with earlier ones as the definition weighs them."""

    merged: merging.Merged
    points: Decimal | None


def combine(
    judged: Round,
    round_id: str,
    totals: Sequence[merging.Total],
    earlier: Mapping[str, Decimal],
    severities: Mapping[int, Decimal],
) -> Combined:
    """Merge the experts' totals of one case and weigh earlier rounds in.

    Args: earlier: round id → merged points of that round alone. severities: as `severities_of` tells them.
    """
    rule = judged.merge.rule
    name = "mean" if rule == MergeRule.CONSENSUS else str(rule)
    drop_from = judged.merge.extremes_from or merging.DROP_FROM
    merged = merging.merge(totals, name, drop_from=drop_from, severities=severities)  # type: ignore[arg-type]
    if merged.points is None or not judged.weights:
        return Combined(merged, merged.points)
    known = {name: points for name, points in earlier.items() if name in judged.weights}
    own = Decimal(100) - sum((judged.weights[name] for name in known), Decimal(0))
    weights = {**{name: judged.weights[name] for name in known}, round_id: own}
    return Combined(merged, merging.combine_rounds({**known, round_id: merged.points}, weights))


def severities_of(judged: Round, totals: Mapping[int, Sequence[merging.Total]]) -> Mapping[int, Decimal]:
    """Estimate every expert's severity where the round's rule takes it out; nothing where it does not.

    Args: totals: case → every expert's total of the round.
    """
    if judged.merge.rule != MergeRule.RATER_ADJUSTED:
        return {}
    return severity.estimate(valid_marks(totals)).by_expert


def far_off(judged: Round, totals: Mapping[int, Sequence[merging.Total]]) -> dict[int, dict[int, Decimal]]:
    """Return case → expert → points above (below: negative) the mean of the other experts, where that is far.

    Of a case only the farthest mark is named: of three, a wild one draws the mean for the others along. Severities are
    taken out first where the round's rule takes them out, so that a known strict expert is not named for every mark.
    What is far, and its source: `core.scoring.outliers`.
    """
    found: dict[int, dict[int, Decimal]] = {}
    for flag in outliers.flag(valid_marks(totals), severities=severities_of(judged, totals)):
        found.setdefault(flag.application_id, {flag.expert_id: flag.distance})
    return found


def valid_marks(totals: Mapping[int, Sequence[merging.Total]]) -> dict[int, dict[int, Decimal]]:
    """Return case → expert → total, recused and missing ones left out."""
    return {
        case: {t.expert_id: t.points for t in given if t.points is not None and not t.excluded}
        for case, given in totals.items()
    }


def advance_rule(judged: Round, going: frozenset[int]) -> Rule | None:
    """Return the rule by which cases go on, or None where all do. going: whom the panel has named."""
    rule = judged.advance
    match rule.rule:
        case AdvanceRule.RANK:
            return ranking.ByRank(rule.at_most or 0)
        case AdvanceRule.SHARE:
            return ranking.ByShare(rule.percent or Decimal(100))
        case AdvanceRule.SCORE:
            return ranking.ByScore(rule.at_least or Decimal(0))
        case AdvanceRule.QUOTA:
            return ranking.ByQuota({(name,): places for name, places in rule.places.items()})
        case AdvanceRule.PANEL:
            return ranking.ByWord(going)
        case _:
            return None


def propose(rule: LevelRule | None, ranked: Sequence[ranking.Ranked]) -> dict[int, str]:
    """Propose a level for each ranked case by share or score; "" where equals straddle a boundary or none fits.

    Source: the edition's level_rule; ties on a boundary are left to people.
    """
    if rule is None:
        return {}
    if rule.basis == LevelBasis.SHARE:
        percents = [(share.level, share.percent) for share in rule.shares if share.percent is not None]
        return {level.application_id: level.level or "" for level in levels.by_share(ranked, percents)}
    if rule.basis == LevelBasis.SCORE:
        floors = [(share.level, share.at_least) for share in rule.shares if share.at_least is not None]
        return {
            r.application_id: next((name for name, least in floors if r.score is not None and r.score >= least), "")
            for r in ranked
        }
    return {}


def check_cards(short: Sequence[str], at_least: int) -> None:
    """Refuse to conclude while a case has fewer submitted cards than the definition asks for.

    Raises: RuleViolation("round.cards_missing") with how many cases are short and their numbers.
    """
    if short:
        raise RuleViolation("round.cards_missing", count=len(short), at_least=at_least, **listing("cases", short[:5]))


def check_quorum(voters: int, at_least: int) -> None:
    """Refuse a deliberation without its quorum. Raises: RuleViolation("deliberation.no_quorum")."""
    if voters < at_least:
        raise RuleViolation("deliberation.no_quorum", voters=voters, at_least=at_least)


def check_change(before: str, after: str, reason: str) -> None:
    """Refuse a changed level without its reason. Raises: RuleViolation("deliberation.change_without_reason")."""
    if before != after and not reason.strip():
        raise RuleViolation("deliberation.change_without_reason")
