"""The acts a YAML case may ask about, each answered by the same pure rules the platform uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from zhiping.core import calendar, levels, quota, ranking
from zhiping.core.definition import eligibility, form, lifecycle, limits, messages, routes
from zhiping.core.definition.faults import closest
from zhiping.core.definition.schema import Definition, Stage
from zhiping.core.definition.vocabulary import END_STATES, QuotaMoment, Severity, StageKind
from zhiping.core.definition.when import SHANGHAI, span
from zhiping.core.errors import RuleViolation

Given = Mapping[str, Any]
Outcome = dict[str, Any]
_GONE = frozenset(END_STATES) - {lifecycle.PUBLISHED}


class CaseError(Exception):
    """A case that asks for something the definition or the vocabulary does not have."""


def _instant(written: Any) -> datetime:
    try:
        at = span(str(written))[0]
    except ValueError as error:
        raise CaseError(str(error)) from None
    if at is None:
        raise CaseError(f"“{written}”不是一个时刻")
    return at


def _stage(definition: Definition, stage_id: Any) -> Stage:
    try:
        return definition.stage(str(stage_id))
    except KeyError:
        raise CaseError(f"没有名为“{stage_id}”的阶段") from None


def _shown(at: datetime | None) -> str | None:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if at else None


def _facts(given: Given, details: Given) -> dict[str, Any]:
    facts = {**given.get("facts", {}), **details.get("facts", {})}
    return {key: _dated(value) for key, value in facts.items()}


def _dated(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def ask_window(definition: Definition, given: Given, details: Given) -> Outcome:
    """Give a stage's window and precision; with `at`, whether it is open then."""
    stage = _stage(definition, details.get("stage"))
    opens, closes = stage.window(details.get("party"))
    outcome: Outcome = {"opens": _shown(opens), "closes": _shown(closes)}
    if stage.closes is not None:
        outcome |= {"text": stage.closes.text, "precision": str(stage.closes.precision)}
    if "at" in details:
        outcome["open"] = stage.is_open(_instant(details["at"]), details.get("party"))
    return outcome


def _act_in_window(definition: Definition, kind: StageKind, details: Given) -> Outcome:
    for stage in definition.stages_of(kind):
        if "at" in details and not stage.is_open(_instant(details["at"])):
            return {"refused": "window.closed", "cites": stage.source}
    return {}


def _counted(definition: Definition, given: Given, details: Given, moment: QuotaMoment) -> Outcome:
    rules = limits.limits_at(definition, moment)
    keys = {key for rule in rules for key in (*rule.per, *rule.where)}
    entries = [entry for entry in given.get("applications", []) if entry.get("state") not in _GONE]
    uses = [_use(index + 1, entry, keys) for index, entry in enumerate(entries)]
    answers = quota.check_all(rules, uses, _use(0, details, keys))
    for outcome, when in (("refused", "refuse"), ("warned", "warn")):
        for violation in quota.violations(answers, when="refuse" if when == "refuse" else "warn"):
            return {outcome: violation.code, "cites": violation.facts["source"], "used": violation.facts["used"]}
    return {"accepted": True}


def _use(number: int, entry: Given, keys: set[str]) -> quota.Use:
    return quota.Use(number, {key: entry.get(key, "edition") for key in keys}, limits.flags_of(entry.get("facts", {})))


def ask_submit(definition: Definition, given: Given, details: Given) -> Outcome:
    """Submit an application: window of the application stage, then the quotas counted at submission."""
    return _act_in_window(definition, StageKind.APPLICATION, details) or _counted(
        definition, given, details, QuotaMoment.SUBMIT
    )


def ask_recommend(definition: Definition, given: Given, details: Given) -> Outcome:
    """Recommend an application: window, what must be handed in first, then the quotas counted there."""
    closed = _act_in_window(definition, StageKind.RECOMMENDATION, details)
    if closed:
        return closed
    handed_in = given.get("handed_in", [])
    needed = {name for stage in definition.stages_of(StageKind.RECOMMENDATION) for name in stage.requires}
    missing = [item for item in definition.route.preconditions if item.id in needed and item.id not in handed_in]
    if missing:
        code = f"precondition.{missing[0].id}"
        return {"refused": code, "cites": missing[0].source, "missing": [item.id for item in missing]}
    return _counted(definition, given, details, QuotaMoment.RECOMMEND)


def ask_eligible(definition: Definition, given: Given, details: Given) -> Outcome:
    """Check the conditions of applying; `confirmed: all` confirms every question."""
    facts = _facts(given, details)
    confirmed = {rule.id: True for rule in definition.eligibility}
    facts["confirmed"] = {**confirmed, **details.get("denied", {})}
    facts["files"] = details.get("files", [])
    findings = eligibility.check(definition, facts)
    outcome: Outcome = {
        "findings": [finding.rule for finding in findings],
        "eligible": not any(finding.severity == Severity.REFUSE for finding in findings),
    }
    return outcome | ({"cites": findings[0].source} if findings else {})


def ask_fill(definition: Definition, given: Given, details: Given) -> Outcome:
    """Fill a form: its faults by path, what shows, and what is required. `{repeat: 字, times: 31}` makes text."""
    dimensions = details.get("dimensions", {})
    try:
        used = definition.form_for(dimensions)
    except KeyError as error:
        raise CaseError(str(error)) from None
    answers = {key: _made(value) for key, value in details.get("answers", {}).items()}
    facts = {**_facts(given, {}), **dimensions}
    found = form.check(used, answers, dimensions=facts, complete=details.get("complete", False))
    name = next(name for name, candidate in definition.forms.items() if candidate is used)
    shown = form.visible_fields(used, answers, dimensions=facts)
    wanted = details.get("about", [])
    return {
        "form": name,
        "faults": {fault.field_path: fault.code for fault in found if not wanted or fault.field_path in wanted},
        "shows": [field.id for field in shown if field.id in wanted],
        "fields": len(list(used.fields())),
        "limits": {field.id: field.max_chars for field in shown if field.id in wanted},
    }


def _made(value: Any) -> Any:
    return value["repeat"] * value["times"] if isinstance(value, dict) and "repeat" in value else value


def ask_files(definition: Definition, given: Given, details: Given) -> Outcome:
    """List the files an application needs at a stage, and those it may add."""
    rules = list(definition.files_for(_facts(given, details), details.get("stage")))
    return {
        "required": [rule.id for rule in rules if rule.required],
        "optional": [rule.id for rule in rules if not rule.required],
    }


def ask_route(definition: Definition, given: Given, details: Given) -> Outcome:
    """List the ways open to an applicant; with `choose`, take one."""
    facts = _facts(given, details)
    outcome: Outcome = {"ways": [way.id for way in routes.open_ways(definition, facts)]}
    if "choose" in details:
        try:
            chosen = routes.way(definition, details["choose"], facts)
        except RuleViolation as violation:
            return outcome | {"refused": violation.code, "cites": violation.facts["source"]}
        outcome |= {"label": chosen.label, "needs": str(chosen.needs), "cites": chosen.source}
    return outcome


def ask_walk(definition: Definition, given: Given, details: Given) -> Outcome:
    """Walk the graph from a state by events; `by_way` skips what a direct way passes by."""
    graph = lifecycle.graph_of(definition)
    state = given.get("state", lifecycle.DRAFT)
    skip = routes.skipped_stages(definition, details.get("by_way", ""))
    states: list[str] = []
    for event in details.get("events", []):
        try:
            state = graph.next_state(state, event, skip=skip)
        except RuleViolation as violation:
            return {"refused": violation.code, "states": states, "state": state}
        states.append(state)
    return {"states": states, "state": state, "phase": str(graph.phase(state)), "path": list(graph.path)}


def ask_level(definition: Definition, given: Given, details: Given) -> Outcome:
    """Cut the levels by share for so many ranked applications without equals."""
    rule = definition.level_rule
    if rule is None or rule.basis != "share":
        raise CaseError("本活动不按比例定等级")
    count = int(details.get("applications", 0))
    candidates = [ranking.Candidate(number, Decimal(count - number), (), {}) for number in range(count)]
    shares = [(share.level, share.percent or Decimal(0)) for share in rule.shares]
    cut = levels.by_share(ranking.rank(candidates), shares)
    return {"levels": {name: sum(level.level == name for level in cut) for name, _ in shares}}


def ask_card(definition: Definition, given: Given, details: Given) -> Outcome:
    """Give the scorecard of a round for an application's dimension values, with its points."""
    judged = definition.rounds.get(details.get("round", ""))
    if judged is None or judged.scorecard is None:
        raise CaseError(f"评审环节“{details.get('round')}”没有评分表")
    name = judged.scorecard.card_for(details.get("dimensions", {}))
    card = definition.scorecards[name] if name else None
    points = {item.id: int(item.points) for item in card.items} if card else {}
    return {
        "scorecard": name,
        "total": int(card.total) if card else 0,
        "points": points,
        "source": card.source if card else "",
        "reviewers": judged.reviewers.at_least,
    }


def ask_notice(definition: Definition, given: Given, details: Given) -> Outcome:
    """Count the calendar days of the public notice from an opening instant."""
    stages = definition.stages_of(StageKind.NOTICE)
    days = next((stage.days for stage in stages if stage.days), None) or (
        definition.notice.days if definition.notice else 0
    )
    if not stages or not days:
        return {"days": 0}
    window = calendar.notice_window(_instant(details.get("opens")).astimezone(UTC), days)
    outcome: Outcome = {"days": days, "until": _shown(window.closes_at)}
    if "objection_at" in details:
        outcome["heard"] = window.contains(_instant(details["objection_at"]))
    return outcome


def ask_message(definition: Definition, given: Given, details: Given) -> Outcome:
    """Give the edition's own words for a message, with the facts of the case in their places; `own` tells if it has any."""
    code = str(details.get("event"))
    if code not in messages.EVENTS:
        raise CaseError(f"没有“{code}”这种消息;{closest(code, messages.EVENTS)}")
    text = definition.messages.get(code)
    if text is None:
        return {"own": False}
    shown = {name: str(details.get("facts", {}).get(name, f"{{{name}}}")) for name in messages.EVENTS[code].facts}
    return {"own": True} | {name: getattr(text, name).format_map(shown) for name in messages.TEXTS}


ACTS: dict[str, Callable[[Definition, Given, Given], Outcome]] = {
    "window": ask_window,
    "submit": ask_submit,
    "recommend": ask_recommend,
    "eligible": ask_eligible,
    "fill": ask_fill,
    "files": ask_files,
    "route": ask_route,
    "walk": ask_walk,
    "level": ask_level,
    "card": ask_card,
    "notice": ask_notice,
    "message": ask_message,
}
