"""Editions for tests, opened from the shipped definitions."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from tests.factories.people import LONG_AGO, make_organisation
from zhiping.core.definition import loader
from zhiping.core.definition.schema import Definition
from zhiping.core.permissions.actor import SYSTEM
from zhiping.organisations.models import Organisation
from zhiping.programmes import actions
from zhiping.programmes.models import Edition, FrozenRules, Recommender

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"


@cache
def shipped(key: str) -> Definition:
    """Return a shipped definition, loaded once."""
    return loader.load(DEFINITIONS / key)


def make_edition(key: str = "qc-circle/2022", *, is_demo: bool = False) -> Edition:
    """Return an opened edition of a shipped definition."""
    return actions.open_edition(definition=shipped(key), is_demo=is_demo, by=SYSTEM, at=LONG_AGO)


def make_recommender(edition: Edition, organisation: Organisation | None = None, **fields: bool) -> Recommender:
    """Return a recommending unit on the edition's register."""
    organisation = organisation or make_organisation("市仪器仪表行业协会")
    return actions.register_recommender(
        edition_id=edition.pk,
        organisation_id=organisation.pk,
        kind="industry",
        label=organisation.name,
        by=SYSTEM,
        at=LONG_AGO,
        **fields,
    )


def amend_rules(edition: Edition, old: str, new: str) -> None:
    """Give the edition other rules than it was opened with, as if its definition had been written so."""
    text = FrozenRules.objects.get(sha256=edition.definition_sha256).json.replace(old, new)
    edition.definition_sha256 = hashlib.sha256(text.encode()).hexdigest()
    FrozenRules.objects.get_or_create(sha256=edition.definition_sha256, defaults={"json": text})
    edition.save(update_fields=["definition_sha256"])
