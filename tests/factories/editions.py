"""Editions for tests, opened from the shipped definitions."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.factories.people import LONG_AGO, make_organisation
from zhiping.core.definition import loader
from zhiping.core.definition.schema import Definition
from zhiping.core.permissions.actor import SYSTEM
from zhiping.organisations.models import Organisation
from zhiping.programmes import actions
from zhiping.programmes.models import Edition, Recommender

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
