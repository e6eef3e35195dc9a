"""Whether a withdrawn case can be taken up again: where it would stand, and what is in its way."""

from __future__ import annotations

from datetime import datetime

from zhiping.applications import ports
from zhiping.applications import rules as windows
from zhiping.applications.models import Application, StateChange
from zhiping.applications.queries import quota_refusals, window_of
from zhiping.core.definition import routes
from zhiping.core.definition.lifecycle import WITHDRAWN, Phase
from zhiping.core.definition.vocabulary import QuotaMoment, StageKind
from zhiping.core.errors import RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.programmes import queries as programmes

PLACES = {
    Phase.DRAFT: (),
    Phase.RECOMMENDATION: (QuotaMoment.SUBMIT,),
    Phase.SCREENING: (QuotaMoment.SUBMIT, QuotaMoment.RECOMMEND),
    Phase.SUPPLEMENT: (QuotaMoment.SUBMIT, QuotaMoment.RECOMMEND),
}
"""Which quotas a case fills where it stands."""


def revived_to(application: Application) -> str:
    """Return the state from which a case was withdrawn.

    Raises: RuleViolation("revive.not_withdrawn" | "revive.too_late").
    """
    if application.state != WITHDRAWN:
        raise RuleViolation("revive.not_withdrawn")
    last = StateChange.objects.filter(application=application, to_state=WITHDRAWN).order_by("-pk").first()
    back = last.from_state if last is not None else ""
    if not programmes.graph_of(application.edition).is_revivable(back):
        raise RuleViolation("revive.too_late")
    return back


def why_not_now(application: Application, viewer: Actor, at: datetime) -> list[RuleViolation]:
    """Return why a case cannot be taken up again now, for a page that says so before anybody writes a reason."""
    try:
        back = revived_to(application)
    except RuleViolation as never:
        return [never]
    return reasons_against_reviving(application, back, viewer, at)


def revivable_until(application: Application) -> datetime | None:
    """Return when the first window closes through which a case comes back: withdrawn, or to be withdrawn now.

    None where none is bounded. Raises: RuleViolation("revive.too_late") where its review goes on without it.
    """
    back = revived_to(application) if application.state == WITHDRAWN else application.state
    graph = programmes.graph_of(application.edition)
    if not graph.is_revivable(back):
        raise RuleViolation("revive.too_late")
    ends = [window_of(application, stage_id).closes_at for stage_id in _came_through(application, graph.phase(back))]
    return min((end for end in ends if end is not None), default=None)


def reasons_against_reviving(application: Application, back: str, viewer: Actor, at: datetime) -> list[RuleViolation]:
    """Return every reason why a case cannot come back now; an act asks with the unit of the case locked.

    Args: back: as `revived_to` tells. viewer: other applications are named only as far as this person may see them.
    """
    phase, found = programmes.graph_of(application.edition).phase(back), []
    for stage_id in _came_through(application, phase):
        try:
            windows.check_window(window_of(application, stage_id), at)
        except RuleViolation as closed:
            found.append(closed)
    if phase != Phase.DRAFT:
        found += ports.reasons_of_others(application)
    for moment in PLACES[phase]:
        found += quota_refusals(application, moment, viewer)
    return found


def _came_through(application: Application, phase: Phase) -> list[str]:
    """Return the stages whose window has to be open: the recommending one once it was passed, else applying."""
    definition = programmes.definition_of(application.edition)
    skipped = routes.skipped_stages(definition, application.direct_route)
    recommending = [s.id for s in definition.stages_of(StageKind.RECOMMENDATION) if s.id not in skipped]
    if phase in (Phase.SCREENING, Phase.SUPPLEMENT) and recommending:
        return recommending
    return [stage.id for stage in definition.stages_of(StageKind.APPLICATION)]
