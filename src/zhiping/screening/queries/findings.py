"""Read findings and results of one case, and what waits on whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from zhiping.applications.models import Application
from zhiping.applications.queries import visible_to
from zhiping.applications.queries.completeness import file_rules
from zhiping.asking import prepared
from zhiping.core.definition.schema import FileRule
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.core.worklist import Item
from zhiping.files.models import StoredFile
from zhiping.programmes import queries as programmes
from zhiping.screening.models import Finding, Result
from zhiping.screening.queries.desk import FIRST, MINE, NOBODYS

SHOWN = 50


def open_findings(application: Application) -> list[Finding]:
    """Return the findings that still stand against the case, oldest first."""
    standing = (Finding.State.OPEN, Finding.State.ASKED, Finding.State.ANSWERED)
    return list(Finding.objects.filter(application=application, state__in=standing))


def asked_findings(application: Application) -> list[Finding]:
    """Return what the applicant has been asked to mend and has not answered yet."""
    return list(Finding.objects.filter(application=application, state=Finding.State.ASKED))


def pending_refusal(application: Application) -> Result | None:
    """Return a refusal that waits for its second person."""
    failed = Result.objects.filter(application=application, verdict=Result.Verdict.FAILED, confirmed_at__isnull=True)
    failed = failed.filter(set_aside_at__isnull=True)
    return failed.select_related("given_by").last()


def findings_of(application: Application) -> list[Finding]:
    """Return everything ever found about the case, what still stands first."""
    found = list(
        Finding.objects.filter(application=application).select_related(
            "raised_by", "closed_by", "reply_file", "like__edition", "like__content", "like__organisation"
        )
    )
    return sorted(found, key=lambda finding: (finding.closed_at is not None, finding.pk))


def results_of(application: Application) -> list[Result]:
    """Return the results given so far, oldest first."""
    return list(Result.objects.filter(application=application).select_related("given_by", "confirmed_by"))


def supplements_left(application: Application) -> int:
    """Return how often the applicant may still be asked for supplements."""
    stage = programmes.graph_of(application.edition).stage_of(application.state)
    return max(stage.supplements - supplements_used(application), 0) if stage is not None else 0


def supplements_used(application: Application) -> int:
    """Return how often the applicant has been asked for supplements."""
    return Result.objects.filter(application=application, verdict=Result.Verdict.SUPPLEMENT).count()


def overdue(at: datetime) -> list[int]:
    """Return the ids of cases in supplement whose date has passed."""
    late = Finding.objects.filter(state=Finding.State.ASKED, due_at__lte=at, application__phase="supplement")
    return sorted(set(late.values_list("application_id", flat=True)))


def files_that_mend(application: Application, findings: list[Finding], at: datetime) -> dict[int, FileRule]:
    """Return, by finding, the edition's rule of the file that would mend it; findings about no file are left out."""
    rules = {rule.id: rule for rule in file_rules(application, at)}
    return {finding.pk: rules[finding.file_rule] for finding in findings if finding.file_rule in rules}


def file_of(application: Application, file_id: int) -> StoredFile | None:
    """Return a file that came with an answer to a finding, by its id, or None."""
    answered = Finding.objects.filter(application=application, reply_file=file_id).select_related("reply_file")
    return next((finding.reply_file for finding in answered), None)


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, Any]:
    """Return findings and results as far as the fields allow; machine findings not yet asked stay in the office."""
    if Field.FINDINGS not in fields:
        return {}
    return {"findings": _shown(application.pk, Field.CONFLICTS in fields), "results": _results(application.pk)}


@prepared
def _shown(application_id: int, to_the_office: bool) -> QuerySet[Finding]:  # noqa: FBT001 -- a part of the question
    found = Finding.objects.filter(application_id=application_id)
    return found if to_the_office else found.exclude(state__in=(Finding.State.OPEN, Finding.State.DISMISSED))


@prepared
def _results(application_id: int) -> QuerySet[Result]:
    standing = Q(confirmed_at__isnull=False) | ~Q(verdict=Result.Verdict.FAILED)
    return Result.objects.filter(standing, application_id=application_id)


def waiting_for(actor: Actor) -> list[Item]:
    """Return what the formal check waits for: supplements (applicant), cases to check by edition (office)."""
    if actor.role is Role.APPLICANT:
        return _supplements(actor)
    if actor.role is not Role.SECRETARIAT:
        return []
    proposed = Result.objects.filter(
        verdict=Result.Verdict.FAILED, confirmed_at__isnull=True, set_aside_at__isnull=True
    )
    # The desk's own kind "first": a proposed refusal waits for another person, as a line of its own.
    unchecked = Application.objects.filter(phase="screening").exclude(pk__in=proposed.values("application_id"))
    # What a colleague has does not wait for me.
    waiting = unchecked.filter(Q(docket__officer=actor.user_id) | Q(docket__officer__isnull=True))
    rows = (
        waiting.values("edition_id", "edition__title", "docket__officer_id")
        .annotate(n=Count("pk"), since=Min("state_since"), due=Max(programmes.closing_of_stage("state")))
        .order_by("edition_id", "docket__officer_id")
    )
    return [
        Item(
            title=row["edition__title"],
            what="screen_mine" if row["docket__officer_id"] else "screen",
            href_name="secretariat:screening",
            href_query=f"edition={row['edition_id']}&kind={FIRST}&whose={MINE if row['docket__officer_id'] else NOBODYS}",
            count=row["n"],
            due_at=row["due"],
            since=row["since"],
            of_edition=True,
        )
        for row in rows
    ] + _to_confirm(actor)


def _to_confirm(actor: Actor) -> list[Item]:
    """Return the refusals that colleagues propose: nobody confirms one's own."""
    proposed = Result.objects.filter(verdict=Result.Verdict.FAILED, confirmed_at__isnull=True)
    others = proposed.filter(set_aside_at__isnull=True, application__phase="screening").exclude(
        given_by_id=actor.user_id
    )
    return [
        Item(
            title=result.application.title,
            what="confirm_refusal",
            href_name="secretariat:screening-case",
            href_args=(result.application_id,),
            application_id=result.application_id,
            detail=result.application.organisation.name,
            since=result.given_at,
        )
        for result in others.select_related("application__organisation")[:SHOWN]
    ]


def _supplements(actor: Actor) -> list[Item]:
    cases = visible_to(actor).filter(phase="supplement")
    due = dict(
        Finding.objects.filter(application__in=cases, state=Finding.State.ASKED)
        .values_list("application_id")
        .annotate(due=Min("due_at"))
    )
    return [
        Item(
            title=case.title,
            what="answer",
            href_name="applicant:supplement",
            href_args=(case.pk,),
            application_id=case.pk,
            detail=case.edition.title,
            due_at=due.get(case.pk),
            since=case.state_since,
        )
        for case in cases
    ]
