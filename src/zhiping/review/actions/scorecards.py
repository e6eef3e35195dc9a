"""What an expert writes on one case: saved as it grows, submitted once, reopened only by the office (G2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.core import figures
from zhiping.core.cards import specs
from zhiping.core.errors import NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.core.scoring import cards
from zhiping.core.scoring.rounding import round_points
from zhiping.journal import actions as journal
from zhiping.review import permissions
from zhiping.review.models import Assignment, RoundResult, Scorecard
from zhiping.review.queries.cards import card_of

WORDS = ("opinion", "strengths", "improvements", "proposed_level")


def _lock(assignment_id: int) -> Assignment:
    found = Assignment.objects.filter(pk=assignment_id).values_list("application_id", flat=True).first()
    if found is None:
        raise NotFound
    application = lifecycle.lock(found)
    assignment = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment_id)
    assignment.application = application
    return assignment


def read_points(entries: Mapping[str, str]) -> dict[str, Decimal]:
    """Read typed points; an empty line is left out. Raises: RuleViolation("score.wrong_kind")."""
    found = {}
    for item, text in entries.items():
        if not str(text).strip():
            continue
        points = figures.read(str(text).replace("，", "."))
        if points is None:
            raise RuleViolation("score.wrong_kind", item=item, kind="points")
        found[item] = points
    return found


@transaction.atomic
def save_scorecard(
    *,
    assignment_id: int,
    entries: Mapping[str, str],
    words: Mapping[str, str] | None = None,
    knows_applicant: bool = False,
    revision: int,
    by: Actor,
    at: datetime,
) -> Scorecard:
    """Keep what an expert has entered so far; half a card is kept as it is.

    Side effects in order: Scorecard row, revision + 1, total so far.
    Args: entries: item id → points as typed. words: opinion, strengths, improvements, proposed_level.
    Raises: NotFound; NotAllowed; RuleViolation("card.submitted_already" | "card.changed_elsewhere" |
    "round.concluded_already" | "score.wrong_kind"); RuleViolations for points out of range or off the step.
    """
    assignment = _lock(assignment_id)
    permissions.require_assigned(by, assignment, Verb.SCORE, Field.OWN_SCORECARD)
    card, _new = Scorecard.objects.select_for_update(no_key=True).get_or_create(assignment=assignment)
    _check_round(assignment)
    _check_writable(card, revision)
    points = read_points(entries)
    lines = specs(card_of(assignment))
    if faults := cards.faults(lines, points, complete=False):
        raise RuleViolations(faults)
    card.entries = {item: str(value) for item, value in points.items()}
    card.total_points = round_points(cards.total_so_far(lines, points))
    for name in WORDS:
        setattr(card, name, (words or {}).get(name, getattr(card, name)).strip())
    card.knows_applicant = knows_applicant
    card.revision += 1
    card.saved_at = at
    card.save()
    return card


def _check_round(assignment: Assignment) -> None:
    """Refuse to touch a card once its round was merged for this case."""
    merged = RoundResult.objects.filter(application_id=assignment.application_id, round_id=assignment.round_id)
    if merged.filter(concluded_at__isnull=False).exists():
        raise RuleViolation("round.concluded_already")


def _check_writable(card: Scorecard, revision: int) -> None:
    if card.submitted_at is not None:
        raise RuleViolation("card.submitted_already")
    if card.revision != revision:
        raise RuleViolation("card.changed_elsewhere")


@transaction.atomic
def submit_scorecard(*, assignment_id: int, by: Actor, at: datetime) -> Scorecard:
    """Hand a complete card in; from then on nobody changes it.

    Side effects in order: Scorecard submitted with its exact total; journal entry without the points.
    Raises: NotFound; NotAllowed; RuleViolation("card.empty" | "card.submitted_already" | "round.concluded_already");
    RuleViolations per line.
    """
    assignment = _lock(assignment_id)
    permissions.require_assigned(by, assignment, Verb.SCORE, Field.OWN_SCORECARD)
    card = Scorecard.objects.select_for_update(no_key=True).filter(assignment=assignment).first()
    if card is None:
        raise RuleViolation("card.empty")
    if card.submitted_at is not None:
        raise RuleViolation("card.submitted_already")
    _check_round(assignment)
    points = {item: Decimal(value) for item, value in card.entries.items()}
    card.total_points = round_points(cards.total(specs(card_of(assignment)), points))
    card.submitted_at = at
    card.save(update_fields=["total_points", "submitted_at"])
    _write("review.submit_scorecard", assignment, by, at)
    return card


@transaction.atomic
def reopen_scorecard(*, assignment_id: int, reason: str, by: Actor, at: datetime) -> Scorecard:
    """Give a submitted card back to its expert, with the reason; its round must not be concluded.

    Raises: NotFound; NotAllowed; RuleViolation("conflict.reason_missing" | "card.not_submitted" |
    "round.concluded_already").
    """
    assignment = _lock(assignment_id)
    permissions.require_on_case(by, assignment.application, Verb.ASSIGN, Field.EXPERT_NAMES)
    if not reason.strip():
        raise RuleViolation("conflict.reason_missing")
    card = (
        Scorecard.objects.select_for_update(no_key=True)
        .filter(assignment=assignment, submitted_at__isnull=False)
        .first()
    )
    if card is None:
        raise RuleViolation("card.not_submitted")
    _check_round(assignment)
    card.submitted_at = None
    card.save(update_fields=["submitted_at"])
    _write("review.reopen_scorecard", assignment, by, at, reason)
    return card


def _write(act: str, assignment: Assignment, by: Actor, at: datetime, reason: str = "") -> None:
    application = assignment.application
    subject, key = f"application:{application.pk}", application.edition.key
    more = {"round": assignment.round_id, "assignment": assignment.pk}
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **more)
