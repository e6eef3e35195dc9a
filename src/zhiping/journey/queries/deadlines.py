"""What an edition's clock has reached: overdue supplements, and ends that people are to be reminded of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from zhiping.applications import queries as applications
from zhiping.applications.models import Application
from zhiping.core.definition.schema import Stage
from zhiping.core.definition.vocabulary import StageKind
from zhiping.journey import rules
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Assignment
from zhiping.screening.models import Finding

SUPPLEMENT_LABEL = "补正"
OPINION_LABEL = "出具单位意见"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder whose turn has come. key: without the person. facts: of the text `code`."""

    code: str
    to: tuple[int, ...]
    key: str
    facts: dict[str, object]
    link: str


def overdue_supplements(edition: Edition, at: datetime) -> list[int]:
    """Return the cases whose supplement date has passed with something still unanswered, oldest first."""
    asked = Finding.objects.filter(application=OuterRef("pk"), state=Finding.State.ASKED)
    cases = Application.objects.filter(edition=edition, phase="supplement")
    over = cases.filter(Exists(asked.filter(due_at__lte=at))).exclude(Exists(asked.filter(due_at__gt=at)))
    return list(over.order_by("pk").values_list("pk", flat=True))


def reminders(edition: Edition, at: datetime) -> Iterator[Reminder]:
    """Yield every reminder whose turn has come by the edition's clock; most have been sent already.

    Nobody is reminded of what began only after the reminder's instant.
    """
    spans = programmes.definition_of(edition).reminders.spans()
    for stage, window in programmes.stage_rows(edition):
        if window is None or window.closes_at is None:
            continue
        offset = rules.reminder_due(window.closes_at, at, spans)
        if offset is not None and stage.kind == StageKind.APPLICATION:
            yield from _drafts(edition, stage, window.closes_at, offset)
            yield from _endorsements(edition, stage, window.closes_at, offset)
        elif offset is not None and stage.kind == StageKind.RECOMMENDATION:
            yield from _recommenders(edition, stage, window.closes_at, offset)
    yield from _supplements(edition, at, spans)
    yield from _experts(edition, at, spans)


def _drafts(edition: Edition, stage: Stage, closes_at: datetime, offset: timedelta) -> Iterator[Reminder]:
    drafts = Application.objects.filter(edition=edition, state="draft", created_at__lte=closes_at - offset)
    for case in drafts.prefetch_related("editors").order_by("pk"):
        yield _of_case(edition, case, stage.label, closes_at, offset)


def _endorsements(edition: Edition, stage: Stage, closes_at: datetime, offset: timedelta) -> Iterator[Reminder]:
    """Yield the units whose opinion was asked for and does not stand yet, each with how many wait."""
    waiting = applications.waiting_for_opinion(edition, asked_before=closes_at - offset)
    for organisation_id, count in waiting:
        yield Reminder(
            code="journey.work_closes",
            to=tuple(organisations.people(organisation_id, "unit")),
            key=f"remind:unit:{organisation_id}:{edition.pk}:{stage.id}:{_instant(closes_at, offset)}",
            facts={"edition": edition.title, "stage": OPINION_LABEL, "count": count, "closes_at": closes_at},
            link="/unit/applications/",
        )


def _supplements(edition: Edition, at: datetime, spans: Sequence[timedelta]) -> Iterator[Reminder]:
    asked = Finding.objects.filter(application__edition=edition, application__phase="supplement")
    asked = asked.filter(state=Finding.State.ASKED, due_at__gt=at).select_related("application")
    cases = {f.application_id: f for f in asked.prefetch_related("application__editors").order_by("-due_at")}
    for finding in cases.values():
        offset = rules.reminder_due(finding.due_at, at, spans) if finding.due_at else None
        if offset is not None and finding.due_at and finding.application.state_since <= finding.due_at - offset:
            yield _of_case(edition, finding.application, SUPPLEMENT_LABEL, finding.due_at, offset)


def _of_case(edition: Edition, case: Application, stage: str, closes_at: datetime, offset: timedelta) -> Reminder:
    return Reminder(
        code="journey.window_closes",
        to=tuple(dict.fromkeys([case.created_by_id, *(editor.pk for editor in case.editors.all())])),
        key=f"remind:{case.pk}:{case.state}:{_instant(closes_at, offset)}",
        facts={"title": case.title or "未命名成果", "edition": edition.title, "stage": stage, "closes_at": closes_at},
        link=f"/cases/{case.pk}/",
    )


def _recommenders(edition: Edition, stage: Stage, closes_at: datetime, offset: timedelta) -> Iterator[Reminder]:
    open_cases = Application.objects.filter(edition=edition, state=stage.id, recommender__organisation__isnull=False)
    counts = open_cases.filter(state_since__lte=closes_at - offset).order_by()
    rows = counts.values_list("recommender_id", "recommender__organisation_id").annotate(n=Count("pk"))
    for recommender_id, organisation_id, count in rows:
        yield Reminder(
            code="journey.work_closes",
            to=tuple(sorted(organisations.people(organisation_id, "recommender"))),
            key=f"remind:recommender:{recommender_id}:{stage.id}:{_instant(closes_at, offset)}",
            facts={"edition": edition.title, "stage": stage.label, "count": count, "closes_at": closes_at},
            link="/recommender/applications/",
        )


def _experts(edition: Edition, at: datetime, spans: Sequence[timedelta]) -> Iterator[Reminder]:
    standing = Assignment.objects.filter(application__edition=edition, application__phase="round", due_at__gt=at)
    waiting = standing.filter(ended_at__isnull=True).exclude(scorecard__submitted_at__isnull=False).order_by()
    rows = waiting.values_list("expert_id", "expert__user_id", "round_id", "due_at").annotate(n=Count("pk"))
    rounds = programmes.definition_of(edition).rounds
    for expert_id, user_id, round_id, due_at, count in rows:
        offset = rules.reminder_due(due_at, at, spans)
        if offset is not None:
            yield Reminder(
                code="journey.work_closes",
                to=(user_id,),
                key=f"remind:expert:{expert_id}:{edition.pk}:{round_id}:{_instant(due_at, offset)}",
                facts={"edition": edition.title, "stage": rounds[round_id].label, "count": count, "closes_at": due_at},
                link="/expert/",
            )


def _instant(closes_at: datetime, offset: timedelta) -> str:
    """Return what makes one reminder of one end its own: an amended end is reminded of anew."""
    return f"{closes_at.timestamp():.0f}-{offset.total_seconds():.0f}"
