"""What the pages of a draft show: one section, the places of faults, files, conditions, ways, people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhiping.accounts.models import User
from zhiping.applications.models import Application, Attachment, Content, Extension, Receipt
from zhiping.applications.queries.completeness import faults_of, file_rules, form_of, missing_files
from zhiping.applications.queries.facts import facts_of
from zhiping.applications.queries.secrets import of_case, real_answers
from zhiping.asking import forget, prepared
from zhiping.core.definition import eligibility, schema
from zhiping.core.definition import form as forms
from zhiping.core.definition.base import holds
from zhiping.core.definition.vocabulary import Phase, StageKind
from zhiping.core.errors import NotFound
from zhiping.organisations import queries as organisations
from zhiping.organisations.models import Membership
from zhiping.programmes import queries as programmes


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section of the form as somebody fills it in. shown: ids of the fields that show now."""

    form: schema.Form
    section: schema.Section
    answers: dict[str, Any]
    shown: frozenset[str]
    number: int
    before: schema.Section | None
    after: schema.Section | None


def section_page(application: Application, section_id: str, at: datetime) -> SectionPage:
    """Return a section with its answers, private ones masked. Raises: NotFound for an unknown section."""
    form = form_of(application)
    places = [place for place, part in enumerate(form.sections) if part.id == section_id]
    if not places:
        raise NotFound
    place, count = places[0], len(form.sections)
    before, after = (form.sections[n] if 0 <= n < count else None for n in (place - 1, place + 1))
    answers = dict(application.content.answers)
    return SectionPage(form, form.sections[place], answers, visible(application, at), place + 1, before, after)


def visible(application: Application, at: datetime) -> frozenset[str]:
    """Return the ids of the fields that the answers given so far let appear."""
    answers = real_answers(application)
    facts = {k: v for k, v in facts_of(application, at).items() if k not in answers}
    return frozenset(f.id for f in forms.visible_fields(form_of(application), answers, dimensions=facts))


def go_on_with(application: Application, content: Content, section: schema.Section | None = None) -> None:
    """Let a page go on with what its act has just kept, of a section or else of the conditions.

    The case is not read again; what the page knew of it otherwise stays as it was.
    """
    application.content = content
    if section is not None and any(field.has_private for field in section.fields):
        forget(application, of_case)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands. input_name: of the input on the section's page; row counts from 1, None outside tables."""

    section_id: str
    field: schema.Field | None
    column: schema.Column | None
    row: int | None
    input_name: str
    fault: forms.FieldFault


def places(application: Application, at: datetime, *, complete: bool, section_id: str = "") -> list[Place]:
    """Return what is wrong with the answers and where, in reading order, of one section or of all."""
    found = [_place(form_of(application), fault) for fault in faults_of(application, complete=complete, at=at)]
    return [place for place in found if section_id in ("", place.section_id)]


def _place(form: schema.Form, fault: forms.FieldFault) -> Place:
    first, *rest = fault.field_path.split(".")
    for section in form.sections:
        for field in section.fields:
            if first in (field.id, f"{field.id}_other"):
                column = next((c for c in field.columns if c.id in rest[1:]), None)
                row = int(rest[0]) + 1 if rest else None
                return Place(section.id, field, column, row, "-".join([first, *rest]), fault)
    return Place(form.sections[0].id, None, None, None, first, fault)


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file rule with what was handed in under it. earlier: what was replaced or taken back, newest first.

    replaced: ids of those that gave way to another, which the writers can still fetch; what was taken back is gone.
    """

    rule: schema.FileRule
    given: list[Attachment]
    lacks: bool
    earlier: list[Attachment]
    replaced: frozenset[int | None]

    @property
    def is_full(self) -> bool:
        """Tell whether no further file fits."""
        return len(self.given) >= self.rule.max_count


def file_parts(application: Application, at: datetime) -> list[FilePart]:
    """Return the files the applicant is asked for, each rule with what stands under it."""
    given: dict[str, list[Attachment]] = {}
    earlier: dict[str, list[Attachment]] = {}
    everything = _attachments(application.pk)
    for attachment in everything:
        kind = given if attachment.removed_at is None else earlier
        kind.setdefault(attachment.rule_id, []).append(attachment)
    lacking = {rule.id for rule in missing_files(application, at)}
    replaced = frozenset(attachment.replaces_id for attachment in everything)
    return [
        FilePart(rule, given.get(rule.id, []), rule.id in lacking, earlier.get(rule.id, [])[::-1], replaced)
        for rule in file_rules(application, at)
    ]


@prepared
def _attachments(application_id: int) -> QuerySet[Attachment]:
    """Return every file of the case, those that stand no more too, rule by rule."""
    given = Attachment.objects.filter(application_id=application_id)
    return given.select_related("file", "added_by", "removed_by").order_by("rule_id", "pk")


@dataclass(frozen=True, slots=True)
class ConditionPart:
    """A condition of applying: the rule, what was answered, what the check says (None: met)."""

    rule: schema.EligibilityRule
    answer: Any
    finding: eligibility.Finding | None

    @property
    def is_asked(self) -> bool:
        """Tell whether the applicant answers it; the others are read from the register, files or the office."""
        return self.rule.asked == "question"


def condition_parts(application: Application, at: datetime) -> list[ConditionPart]:
    """Return the conditions that speak of this case, in the order of the notice."""
    definition, facts = programmes.definition_of(application.edition), facts_of(application, at)
    found = {finding.rule: finding for finding in eligibility.check(definition, facts)}
    given = application.content.eligibility
    return [
        ConditionPart(rule, given.get(rule.id), found.get(rule.id))
        for rule in definition.eligibility
        if holds(rule.when, facts)
    ]


def application_stage(application: Application) -> str:
    """Return the id of the stage in which applications are handed in. Raises: NotFound when there is none."""
    stages = programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION)
    if not stages:
        raise NotFound
    return stages[0].id


def stage_to_extend(application: Application) -> str:
    """Return the id of the stage whose window holds a case: handing in, or recommending once it waits for a unit.

    Raises: NotFound when the edition has none.
    """
    return application.state if application.phase == Phase.RECOMMENDATION else application_stage(application)


def extensions(application: Application) -> list[Extension]:
    """Return the extensions asked for a case, newest first."""
    return list(application.extensions.select_related("asked_by", "confirmed_by").order_by("-pk"))


def colleagues(application: Application) -> list[User]:
    """Return the unit's other applicants, who may be asked to write at the draft."""
    standing = Membership.objects.filter(
        organisation__in=organisations.survivor(application.organisation_id),
        capacity="applicant",
        approved_at__isnull=False,
        ended_at=None,
    )
    writing = {application.created_by_id, *application.editors.values_list("pk", flat=True)}
    return list(User.objects.filter(pk__in=standing.values("user_id")).exclude(pk__in=writing).order_by("name"))


def writers(application: Application) -> list[User]:
    """Return who writes at the draft, its author first."""
    return [application.created_by, *application.editors.order_by("name")]


def last_receipt(application: Application) -> Receipt:
    """Return the receipt of the last submission. Raises: NotFound when there is none."""
    found = _last_receipt.one(application.pk)
    found.application = application
    return found


@prepared
def _last_receipt(application_id: int) -> QuerySet[Receipt]:
    return Receipt.objects.filter(application_id=application_id).select_related("version", "by").order_by("-pk")[:1]


def file_of(application: Application, file_id: int) -> Attachment | None:
    """Return the attachment under which the case holds this file: one that stands, or one of a frozen version."""
    found = application.attachments.filter(file_id=file_id).select_related("file").order_by("-removed_at").first()
    if found is None or found.removed_at is None:
        return found
    frozen = application.versions.values_list("attachments", flat=True)
    return found if any(kept.get("file") == file_id for manifest in frozen for kept in manifest) else None


def earlier_file(application: Application, file_id: int) -> Attachment | None:
    """Return the attachment of this file that gave way to another in a draft; for those who write at it."""
    found = application.attachments.filter(file_id=file_id, replaced_by__isnull=False)
    return found.select_related("file").first()


def labels(parts: Iterable[Place]) -> Collection[str]:
    """Return the ids of the sections in which something is wrong."""
    return {place.section_id for place in parts}
