"""Keep private values apart from the answers, which hold only their masks (J3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiping.applications import rules
from zhiping.applications.models import Application, PrivateValue
from zhiping.applications.queries import secrets
from zhiping.core.definition.schema import Field, Form
from zhiping.core.definition.vocabulary import FieldKind


def set_apart(application: Application, form: Form, answers: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Encrypt what the form marks private and return the answers with masks in its place.

    A mask that comes back from a page stands for the value kept before, wherever its row has moved.
    """
    kept = dict(answers)
    known = secrets.private_values(application)
    for question in form.fields():
        if question.id not in answers:
            continue
        if question.columns and any(c.private for c in question.columns):
            kept[question.id] = _table(application, question, answers[question.id], known, at)
        elif question.private and question.kind != FieldKind.PHOTO:
            kept[question.id] = _single(application, question.id, answers[question.id], at)
    return kept


def _single(application: Application, path: str, value: Any, at: datetime) -> Any:
    if not isinstance(value, str) or "*" in value:
        return value
    _keep(application, path, value, at)
    return rules.mask(value)


def _table(application: Application, question: Field, rows: Any, known: Mapping[str, Any], at: datetime) -> Any:
    if not isinstance(rows, list):
        return rows
    names = [c.id for c in question.columns if c.private]
    secret_before = json.loads(known.get(question.id) or "[]")
    shown_before = application.content.answers.get(question.id) or []
    before = [{**row, **secret} for row, secret in zip(shown_before, secret_before, strict=False)]
    real = rules.behind_masks(rows, before, names)
    _keep(application, question.id, json.dumps(real, ensure_ascii=False) if any(map(any, real)) else "", at)
    return [{**row, **{n: rules.mask(v) for n, v in secret.items()}} for row, secret in zip(rows, real, strict=True)]


def _keep(application: Application, path: str, value: str, at: datetime) -> None:
    if not value:
        PrivateValue.objects.filter(application=application, field_path=path).delete()
        return
    PrivateValue.objects.update_or_create(
        application=application,
        field_path=path,
        defaults={
            "ciphertext": secrets.seal(application, path, value),
            "fingerprint": secrets.fingerprint(value),
            "saved_at": at,
        },
    )
