"""What of a case is done and what is missing, in the same words for the task list and for the refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhiping.applications.models import Application, Attachment, Endorsement, Version
from zhiping.applications.queries.facts import facts_of, rules_of_files, standing_files
from zhiping.applications.queries.secrets import fingerprints, real_answers
from zhiping.applications.rules import content_hash
from zhiping.asking import beside, prepared
from zhiping.core.definition import form as forms
from zhiping.core.definition import schema
from zhiping.core.definition.vocabulary import Need, Party, StageKind
from zhiping.core.errors import RuleViolation
from zhiping.programmes import queries as programmes


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the application on the task list. state: "done", "open" or "wrong"; faults: how many."""

    id: str
    label: str
    label_en: str
    state: str
    faults: int


def form_of(application: Application) -> schema.Form:
    """Return the form for the case's dimensions."""
    return programmes.definition_of(application.edition).form_for(application.dimensions)


def faults_of(application: Application, *, complete: bool, at: datetime) -> list[forms.FieldFault]:
    """Return what is wrong with the answers; with `complete`, what is missing too."""
    answers = real_answers(application)
    facts = {k: v for k, v in facts_of(application, at).items() if k not in answers}
    return forms.check(form_of(application), answers, dimensions=facts, complete=complete)


def file_rules(application: Application, at: datetime, stage_id: str = "") -> Iterator[schema.FileRule]:
    """Go through the file rules of the application stage that ask the applicant for something."""
    definition = programmes.definition_of(application.edition)
    stages = {stage_id} if stage_id else {s.id for s in definition.stages_of(StageKind.APPLICATION)} | {None}
    for rule in definition.files_for(facts_of(application, at)):
        if rule.by == Party.APPLICANT and rule.stage in stages:
            yield rule


def missing_files(application: Application, at: datetime) -> list[schema.FileRule]:
    """Return the file rules that are not met yet."""
    counts: dict[str, int] = {}
    for rule_id in rules_of_files(application):
        counts[rule_id] = counts.get(rule_id, 0) + 1
    return [r for r in file_rules(application, at) if r.required and counts.get(r.id, 0) < max(r.min_count, 1)]


def infected_files(application: Application) -> list[RuleViolation]:
    """Return what the virus scan holds against submitting the case; a file that still waits holds nothing up."""
    return [RuleViolation("files.infected", name=name, found=found) for name, found in _infected(application.pk)]


@prepared
def _infected(application_id: int) -> QuerySet[Attachment, tuple[str, str]]:
    found = Attachment.objects.filter(application_id=application_id, removed_at=None, file__scan="infected")
    return found.order_by("rule_id", "pk").values_list("file__name", "file__scan_found")


def manifest(application: Application) -> list[dict[str, object]]:
    """Return the attachments as a frozen version keeps them: rule, name, hash, size, in order."""
    names = ("rule", "name", "sha256", "size", "file")
    return [dict(zip(names, row, strict=True)) for row in beside(application, standing_files)]


def current_hash(application: Application) -> str:
    """Return the content hash of the working copy as it stands."""
    return content_hash(frozen_answers(application), application.dimensions, manifest(application))


def frozen_answers(application: Application) -> dict[str, object]:
    """Return the answers as a version keeps them.

    Masks in place of private values, with their fingerprints under `_private`; the answers to the conditions of
    applying under `_eligibility`. Either is left out where there is none, so that earlier hashes still hold.
    """
    beside = {"_private": fingerprints(application), "_eligibility": application.content.eligibility}
    return {**application.content.answers, **{name: given for name, given in beside.items() if given}}


def standing_endorsement(application: Application) -> Endorsement | None:
    """Return the unit's opinion that has not been voided, or None."""
    return _standing_endorsement.first(application.pk)


@prepared
def _standing_endorsement(application_id: int) -> QuerySet[Endorsement]:
    # at most one stands, which the database holds; asked for in an order, all opinions there are would be gone through
    found = Endorsement.objects.filter(application_id=application_id, voided_at__isnull=True)
    return found.select_related("version", "sealed_file", "sheet__file").order_by()


def last_version(application: Application) -> Version | None:
    """Return the newest frozen version, or None before the first freezing."""
    return _last_version.first(application.pk)


@prepared
def _last_version(application_id: int) -> QuerySet[Version]:
    return Version.objects.filter(application_id=application_id).order_by("-number")[:1]


def needs_endorsement(application: Application) -> bool:
    """Tell whether the edition asks for the unit's opinion before submission."""
    return programmes.definition_of(application.edition).route.unit_endorsement == Need.REQUIRED


def sections(application: Application, at: datetime) -> list[Section]:
    """Return the task list: each section of the form with its state."""
    form = form_of(application)
    wrong = {f.field_path.split(".")[0] for f in faults_of(application, complete=False, at=at)}
    lacking = {f.field_path.split(".")[0] for f in faults_of(application, complete=True, at=at)}
    found = []
    for section in form.sections:
        ids = {field.id for field in section.fields} | {f"{field.id}_other" for field in section.fields}
        state = "wrong" if ids & wrong else "open" if ids & lacking else "done"
        found.append(Section(section.id, section.label, section.label_en, state, len(ids & lacking)))
    return found
