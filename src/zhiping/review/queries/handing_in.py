"""What a case is asked for between rounds, such as the presentation video of a benchmark candidate (C4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiping.applications.models import Application
from zhiping.applications.queries import route_facts, window_of
from zhiping.applications.rules import check_window
from zhiping.core.calendar import Window
from zhiping.core.definition.base import holds
from zhiping.core.definition.schema import FileRule, Stage
from zhiping.core.definition.vocabulary import Party, StageKind
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes
from zhiping.review.models import HandIn
from zhiping.review.queries.rounds import earlier_results, latest_level


@dataclass(frozen=True, slots=True)
class Asked:
    """One file rule of a hand-in stage that this case has to meet, with what was handed in so far."""

    stage: Stage
    rule: FileRule
    window: Window
    given: tuple[HandIn, ...]

    @property
    def is_full(self) -> bool:
        """Tell whether no further file is taken."""
        return len(self.given) >= self.rule.max_count

    @property
    def lacks(self) -> bool:
        """Tell whether something that is required is still missing."""
        return self.rule.required and len(self.given) < max(self.rule.min_count, 1)


def asked_of(application: Application) -> list[Asked]:
    """Return what the hand-in stages ask of this case now; nothing of stages that are meant for others."""
    definition = programmes.definition_of(application.edition)
    results = list(earlier_results([application])[application.pk].values())
    facts = {**route_facts(application), **application.dimensions, "proposed_level": latest_level(results)}
    given: dict[str, list[HandIn]] = {}
    for one in HandIn.objects.filter(application=application).select_related("file").order_by("pk"):
        given.setdefault(one.rule_id, []).append(one)
    return [
        Asked(stage, rule, window_of(application, stage.id), tuple(given.get(rule.id, ())))
        for stage in definition.stages_of(StageKind.HAND_IN)
        if holds(stage.only, facts)
        for rule in definition.files
        if rule.id in stage.files and rule.by == Party.APPLICANT and holds(rule.when, facts)
    ]


def handed_in(application: Application) -> list[HandIn]:
    """Return everything the case handed in between rounds, oldest first."""
    return list(HandIn.objects.filter(application=application).select_related("file").order_by("pk"))


def purpose(application_id: int, rule_id: str = "") -> str:
    """Return what an upload of this case is for; without a rule, what all of them begin with."""
    return f"review.hand_in:{application_id}:{rule_id}"


def takes(application: Application, rule_id: str, at: datetime) -> Asked:
    """Return what the case is asked for under a rule, where one more file is taken now.

    Raises: NotFound; RuleViolation("window.not_open" | "window.closed" | "file.too_many").
    """
    asked = next((a for a in asked_of(application) if a.rule.id == rule_id), None)
    if asked is None:
        raise NotFound
    check_window(asked.window, at)
    if asked.is_full:
        raise RuleViolation("file.too_many", label=asked.rule.label, limit=asked.rule.max_count)
    return asked
