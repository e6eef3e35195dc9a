"""Find: by the machine from the edition's checklist, or by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications import permissions as of_applications
from zhiping.applications.models import Application
from zhiping.core.definition.citing import cite
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.core.similarity import marks
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.screening import queries, rules
from zhiping.screening.models import Docket, Finding, Sentence
from zhiping.screening.queries.similar import texts_of

CLAUSE = 120  # characters that Finding.clause holds


def begin(application_id: int, by: Actor) -> Application:
    """Lock a case for an act of the formal check; while it lies with its applicant the office waits.

    Raises: NotFound; NotAllowed; RuleViolation("screening.not_here").
    """
    application = lifecycle.lock(application_id)
    of_applications.require(by, application, Verb.SCREEN, Field.FINDINGS)
    rules.check_open(application.phase)
    return application


def round_of(application: Application) -> int:
    """Return the number of the check now running: one more than the supplements asked for."""
    return queries.supplements_used(application) + 1


@transaction.atomic
def run_machine_check(*, application_id: int, by: Actor, at: datetime) -> list[Finding]:
    """Let the machine check a case against the edition's checklist; running it again adds only what is new.

    Side effects in order: the case's Sentence rows; Finding rows; open machine findings that no longer hold are resolved; Docket marked; journal
    entry.
    Raises: NotFound; NotAllowed.
    Source: excellence-2024 第九条; definitions/<programme>/<year>/screening.yaml.
    """
    return look(begin(application_id, by), by=by, at=at)


def look(application: Application, *, by: Actor, at: datetime) -> list[Finding]:
    """Let the machine look at a locked case at the check: for whoever asks, and by itself when an answer comes in."""
    remember(application)
    found = queries.machine_findings(application, at)
    now = {(machine.item.id, machine.text) for machine in found}
    for finding in queries.open_findings(application):
        if finding.by_machine and (finding.item_id, finding.text) not in now:
            finding.state, finding.closed_at = Finding.State.RESOLVED, at
            finding.save(update_fields=["state", "closed_at"])
    known = _known(application)
    definition = programmes.definition_of(application.edition)
    new = [m for m in found if (m.item.id, m.text) not in known]
    Finding.objects.bulk_create(
        Finding(
            application=application,
            item_id=machine.item.id,
            by_machine=True,
            text=machine.text,
            clause=cite(definition, machine.item.source)[:CLAUSE],
            blocking=machine.said.blocking,
            file_rule=machine.said.file_rule,
            like_id=machine.said.like,
            round_number=round_of(application),
            raised_at=at,
        )
        for machine in new
    )
    Docket.objects.update_or_create(application=application, defaults={"checked_at": at})
    _write("screening.run_machine_check", application, by, at, found=len(found), new=len(new))
    return queries.open_findings(application)


def remember(application: Application) -> None:
    """Keep the marks of the case's sentences as they stand now, so that the same words are found in others.

    A case that says nothing of its own keeps the mark of nothing: it has been looked at.
    """
    own = marks(text for _label, text in texts_of(application)) or frozenset({0})
    Sentence.objects.filter(application=application).exclude(mark__in=own).delete()
    Sentence.objects.bulk_create((Sentence(application=application, mark=m) for m in own), ignore_conflicts=True)


def _known(application: Application) -> set[tuple[str, str]]:
    """Return what the machine need not say again: what stands, and what a person has dismissed with a reason.

    What was mended and is wrong anew is said anew.
    """
    said = Finding.objects.filter(application=application, by_machine=True)
    known = said.exclude(state=Finding.State.RESOLVED, closed_by__isnull=True)
    return set(known.values_list("item_id", "text"))


@transaction.atomic
def add_finding(
    *,
    application_id: int,
    text: str,
    clause: str = "",
    item_id: str = "",
    blocking: bool = True,
    file_rule: str = "",
    by: Actor,
    at: datetime,
) -> Finding:
    """Write down what a person found, with its clause.

    Args: item_id: the point of the checklist it belongs to; file_rule: the material that would mend it.

    Raises: NotFound; NotAllowed; RuleViolation("reason.missing").
    """
    application = begin(application_id, by)
    rules.check_text(text)
    finding = Finding.objects.create(
        application=application,
        item_id=item_id,
        text=text.strip(),
        clause=clause.strip(),
        blocking=blocking,
        file_rule=file_rule,
        round_number=round_of(application),
        raised_at=at,
        raised_by_id=by.user_id,
    )
    _write("screening.add_finding", application, by, at, finding=finding.pk)
    return finding


@transaction.atomic
def dismiss_finding(*, finding_id: int, reason: str, by: Actor, at: datetime) -> Finding:
    """Say that a finding does not hold, or is settled, and why.

    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "finding.closed_already").
    """
    found = Finding.objects.filter(pk=finding_id).first()
    if found is None:
        raise NotFound
    application = begin(found.application_id, by)
    rules.check_text(reason)
    finding = Finding.objects.select_for_update(no_key=True).get(pk=finding_id)
    if finding.closed_at is not None:
        raise RuleViolation("finding.closed_already")
    answered = finding.state == Finding.State.ANSWERED
    finding.state = Finding.State.RESOLVED if answered else Finding.State.DISMISSED
    finding.closed_at, finding.closed_by_id, finding.closed_reason = at, by.user_id, reason.strip()
    finding.save(update_fields=["state", "closed_at", "closed_by", "closed_reason"])
    _write("screening.dismiss_finding", application, by, at, reason=reason, finding=finding.pk)
    return finding


@transaction.atomic
def ask_again(*, finding_id: int, text: str, by: Actor, at: datetime) -> Finding:
    """Say that an answer does not settle its finding: it is closed as such and stands anew, with what is still missing.

    Side effects in order: the answered finding closed; a new one under the same item, clause and file; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "finding.not_answered").
    """
    found = Finding.objects.filter(pk=finding_id).first()
    if found is None:
        raise NotFound
    application = begin(found.application_id, by)
    rules.check_text(text)
    old = Finding.objects.select_for_update(no_key=True).get(pk=finding_id)
    if old.state != Finding.State.ANSWERED:
        raise RuleViolation("finding.not_answered")
    old.state, old.closed_at, old.closed_by_id, old.closed_reason = Finding.State.REPEATED, at, by.user_id, text.strip()
    old.save(update_fields=["state", "closed_at", "closed_by", "closed_reason"])
    new = Finding.objects.create(
        application=application,
        item_id=old.item_id,
        text=text.strip(),
        clause=old.clause,
        blocking=old.blocking,
        file_rule=old.file_rule,
        round_number=round_of(application),
        raised_at=at,
        raised_by_id=by.user_id,
    )
    _write("screening.ask_again", application, by, at, finding=old.pk, anew=new.pk)
    return new


def _write(act: str, application: Application, by: Actor, at: datetime, *, reason: str = "", **facts: object) -> None:
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **facts)
