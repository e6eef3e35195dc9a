"""Earlier states of a draft: which there are, and how one differs from what stands now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from zhiping.applications.models import Application, Snapshot
from zhiping.applications.queries import secrets
from zhiping.applications.queries.completeness import form_of
from zhiping.core.definition.schema import Field
from zhiping.core.definition.vocabulary import FieldKind
from zhiping.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that stood otherwise. then, now: answers with masks, None for no answer; the text beside "other" apart."""

    field: Field
    then: Any
    now: Any
    then_other: str
    now_other: str


@dataclass(frozen=True, slots=True)
class State:
    """An earlier state and how many fields differ from now."""

    snapshot: Snapshot
    differing: int


def states(application: Application) -> list[State]:
    """Return the kept states of a draft, newest first."""
    kept = application.snapshots.select_related("saved_by").order_by("-pk")
    return [State(snapshot, len(differences(application, snapshot))) for snapshot in kept]


def snapshot_of(application: Application, snapshot_id: int) -> Snapshot:
    """Return one kept state of a draft. Raises: NotFound."""
    found = application.snapshots.select_related("saved_by").filter(pk=snapshot_id).first()
    if found is None:
        raise NotFound
    return found


def differences(application: Application, snapshot: Snapshot) -> list[Difference]:
    """Return the fields that stood otherwise, in the order of the form."""
    then, now = snapshot.answers, application.content.answers
    found = []
    for field in restorable(application):
        other = f"{field.id}_other"
        if then.get(field.id) != now.get(field.id) or then.get(other) != now.get(other):
            pair = then.get(field.id), now.get(field.id)
            found.append(Difference(field, *pair, str(then.get(other) or ""), str(now.get(other) or "")))
    return found


def restorable(application: Application) -> list[Field]:
    """Return the fields of which an earlier answer can be had again: all but photos, which are files."""
    return [field for field in form_of(application).fields() if field.kind != FieldKind.PHOTO]


def answers_of(application: Application, snapshot: Snapshot, fields: Collection[str]) -> dict[str, Any]:
    """Return the real answers of a state for these fields, with "" for what had none."""
    real = secrets.with_secrets(snapshot.answers, secrets.of_snapshot(snapshot))
    found: dict[str, Any] = {}
    for field in restorable(application):
        if field.id in fields:
            found[field.id] = real.get(field.id, [] if field.columns else "")
            if field.other is not None:
                found[f"{field.id}_other"] = real.get(f"{field.id}_other", "")
    return found
