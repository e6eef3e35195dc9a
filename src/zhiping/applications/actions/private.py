"""Keep private values apart from the answers, which hold only their masks (J3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiping.applications import rules
from zhiping.applications.models import Application, PrivateValue
from zhiping.applications.queries import secrets
from zhiping.asking import forget
from zhiping.core.definition.schema import Field, Form
from zhiping.core.definition.vocabulary import FieldKind


def set_apart(application: Application, form: Form, answers: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Encrypt what the form marks private and return the answers with masks in its place.

    A mask that comes back from a page stands for the value kept before, wherever its row has moved.
    """
    masked: dict[str, Any] = {}
    real: dict[str, str] = {}
    known = secrets.private_values(application)
    for question in form.fields():
        answer = answers.get(question.id)
        if any(c.private for c in question.columns) and isinstance(answer, list):
            masked[question.id], real[question.id] = _table(application, question, answer, known)
        elif question.private and question.kind != FieldKind.PHOTO and _is_told(answer):
            masked[question.id], real[question.id] = rules.mask(str(answer)), str(answer)
    _keep(application, {path: value for path, value in real.items() if value != known.get(path, "")}, at)
    return {**answers, **masked}


def _is_told(answer: Any) -> bool:
    """Tell whether an answer is a value and not the mask of the one kept before."""
    return isinstance(answer, str) and "*" not in answer


def _table(application: Application, question: Field, rows: list[Any], known: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the rows with masks, and what stands behind these as text."""
    names = [c.id for c in question.columns if c.private]
    secret_before = json.loads(known.get(question.id) or "[]")
    shown_before = application.content.answers.get(question.id) or []
    before = [{**row, **secret} for row, secret in zip(shown_before, secret_before, strict=False)]
    real = rules.behind_masks(rows, before, names)
    masked = [{**row, **{n: rules.mask(v) for n, v in secret.items()}} for row, secret in zip(rows, real, strict=True)]
    return masked, json.dumps(real, ensure_ascii=False) if any(map(any, real)) else ""


def _keep(application: Application, changed: Mapping[str, str], at: datetime) -> None:
    """Keep what has changed, by path; what is empty now goes."""
    if not changed:
        return
    gone = [path for path, value in changed.items() if not value]
    if gone:
        PrivateValue.objects.filter(application=application, field_path__in=gone).delete()
    PrivateValue.objects.bulk_create(
        [_sealed(application, path, value, at) for path, value in changed.items() if value],
        update_conflicts=True,
        unique_fields=["application", "field_path"],
        update_fields=["ciphertext", "fingerprint", "saved_at"],
    )
    forget(application, secrets.of_case)


def _sealed(application: Application, path: str, value: str, at: datetime) -> PrivateValue:
    return PrivateValue(
        application=application,
        field_path=path,
        ciphertext=secrets.seal(application, path, value),
        fingerprint=secrets.fingerprint(value),
        saved_at=at,
    )
