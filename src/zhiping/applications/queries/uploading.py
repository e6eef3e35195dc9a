"""Whether one more file is taken: asked before a large one is sent, and again when it is here."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from zhiping.applications import rules
from zhiping.applications.models import Application, Attachment
from zhiping.applications.queries.completeness import file_rules
from zhiping.applications.queries.facts import window_of
from zhiping.asking import prepared
from zhiping.core.definition.schema import FileRule
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.programmes import queries as programmes


def purpose(application_id: int, rule_id: str = "") -> str:
    """Return what an upload of this case is for; without a rule, what all of them begin with."""
    return f"applications.attach:{application_id}:{rule_id}"


def takes(application: Application, rule_id: str, at: datetime, *, replaces: int | None = None) -> FileRule:
    """Return the rule under which one more file is taken now.

    Args: replaces: the attachment that gives way to it, whose place it takes.
    Raises: NotFound for an unknown rule, or nothing there to replace; RuleViolation("window.closed" | "window.not_open" | "file.too_many").
    """
    for stage in programmes.definition_of(application.edition).stages_of(StageKind.APPLICATION):
        rules.check_window(window_of(application, stage.id), at)
    rule = next((r for r in file_rules(application, at) if r.id == rule_id), None)
    if rule is None:
        raise NotFound
    standing = set(_standing(application.pk, rule_id))
    if replaces is not None and replaces not in standing:
        raise NotFound
    if len(standing - {replaces}) >= rule.max_count:
        raise RuleViolation("file.too_many", label=rule.label, label_en=rule.label_en, limit=rule.max_count)
    return rule


@prepared
def _standing(application_id: int, rule_id: str) -> QuerySet[Attachment, int]:
    found = Attachment.objects.filter(application_id=application_id, rule_id=rule_id, removed_at=None)
    return found.order_by().values_list("pk", flat=True)
