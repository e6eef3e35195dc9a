"""Names of a unit: the licence's name now, the former ones, the short ones people use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.core.calendar import civil_day
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.organisations import permissions, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.models import Organisation, OrganisationName


@transaction.atomic
def rename(*, organisation_id: int, name: str, reason: str, by: Actor, at: datetime) -> Organisation:
    """Give a unit its new licence name, for the office; the old one stays findable.

    Side effects in order: OrganisationName row (former, until today); Organisation.name; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "name.missing" | "name.too_long").
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_office(by)
    rules.check_reason(reason)
    name, before = rules.read_name(name), organisation.name
    if name == before:
        return organisation
    kind = OrganisationName.Kind.FORMER
    OrganisationName.objects.create(organisation=organisation, name=before, kind=kind, until_on=civil_day(at))
    organisation.name = name
    organisation.save(update_fields=["name"])
    subject = f"organisation:{organisation.pk}"
    journal.write("organisations.rename", subject=subject, reason=reason, by=by, at=at, before=before, after=name)
    return organisation


@transaction.atomic
def add_alias(*, organisation_id: int, name: str, by: Actor, at: datetime) -> OrganisationName:
    """Add another name that the unit goes by, so that conflicts and imports find it; twice changes nothing.

    Side effects in order: OrganisationName row; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("name.missing" | "name.too_long").
    """
    organisation = locking.organisation(organisation_id)
    permissions.require_administrator(by, organisation_id)
    kind = OrganisationName.Kind.ALIAS
    alias, new = organisation.names.get_or_create(name=rules.read_name(name), kind=kind)
    if new:
        subject = f"organisation:{organisation.pk}"
        journal.write("organisations.add_alias", subject=subject, by=by, at=at, name=alias.name)
    return alias
