"""Two entries of one unit become one, and two again where that was a mistake.

Nothing of a duplicate is rewritten: its applications, register entries and facts keep pointing to it, and whoever
counts or decides asks for the identity (`merged_into`). Only what acts from now on moves to the survivor: people,
teams, subsidiaries, names. The record keeps the ids of what moved; undoing puts back exactly those.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import permissions, ports, queries, rules
from zhiping.organisations.actions import locking
from zhiping.organisations.actions.groups import lock_tree
from zhiping.organisations.models import Membership, Merger, Organisation, OrganisationName, Team, ToldApart

ADMINISTRATOR = Membership.Capacity.UNIT


@transaction.atomic
def merge(*, duplicate_id: int, survivor_id: int, reason: str, by: Actor, at: datetime) -> Merger:
    """Make two entries of one unit one, for the office; the survivor keeps identity, code and name.

    Quotas count both as one from now on; both units' administrators act for the survivor.
    Side effects in order: Merger row; Organisation.merged_into; people (one capacity a person), teams, subsidiaries
    and earlier duplicates moved; the duplicate's names made aliases; the survivor's parent, where it had none;
    journal entries under both; message to the administrators of both; later stages hear of it.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "merger.same" | "merger.merged_already" |
    "merger.in_one_line").
    Source: requirements B2, C6 (counted by organisation identity).
    """
    permissions.require_office(by)
    rules.check_reason(reason)
    lock_tree()
    duplicate, survivor = locking.organisations(duplicate_id, survivor_id)
    _check(duplicate, survivor)
    moved = {
        **_move_people(duplicate, survivor, at),
        "teams": _move_teams(duplicate, survivor),
        "subsidiaries": _move(duplicate.subsidiaries.all(), parent=survivor),
        "duplicates": _move(Organisation.objects.filter(merged_into=duplicate), merged_into=survivor),
        "names": _add_names(duplicate, survivor),
        "parent": _inherit_parent(duplicate, survivor),
    }
    duplicate.merged_into = survivor
    duplicate.save(update_fields=["merged_into"])
    merger = Merger.objects.create(
        duplicate=duplicate,
        survivor=survivor,
        moved=moved,
        reason=reason.strip(),
        merged_at=at,
        merged_by_id=by.user_id,
    )
    _record("organisations.merge", merger, reason, by, at)
    ports.tell_merged()
    return merger


@transaction.atomic
def undo_merge(*, merger_id: int, reason: str, by: Actor, at: datetime) -> Merger:
    """Make two units of one again: what the merger moved goes back, what came later stays where it is.

    Side effects in order: everything `merge` did, taken back; Merger.undone_at; journal entries under both; message
    to the administrators of both. Undoing twice changes nothing.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "merger.later_first") when the survivor was merged
    on since.
    """
    permissions.require_office(by)
    rules.check_reason(reason)
    lock_tree()
    known = Merger.objects.filter(pk=merger_id).first()
    if known is None:
        raise NotFound
    duplicate, survivor = locking.organisations(known.duplicate_id, known.survivor_id)
    merger = Merger.objects.select_for_update(no_key=True).get(pk=merger_id)
    if merger.undone_at is not None:
        return merger
    if duplicate.merged_into_id != survivor.pk or survivor.merged_into_id is not None:
        raise RuleViolation("merger.later_first")
    _put_back(merger, duplicate, survivor)
    merger.undone_at, merger.undone_by_id = at, by.user_id
    merger.save(update_fields=["undone_at", "undone_by"])
    _record("organisations.undo_merge", merger, reason, by, at)
    ports.tell_merged()
    return merger


@transaction.atomic
def tell_apart(*, first_id: int, second_id: int, by: Actor, at: datetime) -> None:
    """Say that two units with like names are two, for the office; they are not proposed for merging again.

    Side effects in order: ToldApart row; journal entry. Twice changes nothing.
    Raises: NotFound; NotAllowed; RuleViolation("merger.same").
    """
    permissions.require_office(by)
    rules.check_mergeable(first_id, second_id, merged=False, related=False)
    one, other = sorted(locking.organisations(first_id, second_id), key=lambda unit: unit.pk)
    told = {"told_at": at, "told_by_id": by.user_id}
    _told, new = ToldApart.objects.get_or_create(first=one, second=other, defaults=told)
    if new:
        journal.write("organisations.tell_apart", subject=f"organisation:{one.pk}", by=by, at=at, other=other.pk)


def _check(duplicate: Organisation, survivor: Organisation) -> None:
    line = [*queries.ancestors(duplicate.pk), *queries.ancestors(survivor.pk)]
    rules.check_mergeable(
        duplicate.pk,
        survivor.pk,
        merged=bool(duplicate.merged_into_id or survivor.merged_into_id),
        related=bool({duplicate.pk, survivor.pk} & {above.pk for above in line}),
    )


def _move(rows: QuerySet[Any], **to: object) -> list[int]:
    ids = sorted(rows.values_list("pk", flat=True))
    rows.update(**to)
    return ids


def _move_people(duplicate: Organisation, survivor: Organisation, at: datetime) -> dict[str, list[int]]:
    """Move who stands for the duplicate; who stands for both keeps the better standing of the two, once."""
    known = {(m.user_id, m.capacity): m for m in survivor.memberships.filter(ended_at__isnull=True)}
    moved, ended = [], []
    for own in duplicate.memberships.filter(ended_at__isnull=True):
        other = known.get((own.user_id, own.capacity))
        if other is None:
            moved.append(own.pk)
        elif other.approved_at is None and own.approved_at is not None:
            moved.append(own.pk)
            ended.append(other.pk)
        else:
            ended.append(own.pk)
    Membership.objects.filter(pk__in=ended).update(ended_at=at)
    Membership.objects.filter(pk__in=moved).update(organisation=survivor)
    return {"memberships": moved, "ended": ended}


def _move_teams(duplicate: Organisation, survivor: Organisation) -> list[int]:
    """Move the teams whose name the survivor does not have; a team of the same name goes on under the survivor's."""
    there = survivor.teams.values("name")
    return _move(Team.objects.filter(organisation=duplicate).exclude(name__in=there), organisation=survivor)


def _add_names(duplicate: Organisation, survivor: Organisation) -> list[int]:
    names = [duplicate.name, *duplicate.names.values_list("name", flat=True)]
    known = {survivor.name, *survivor.names.values_list("name", flat=True)}
    alias = OrganisationName.Kind.ALIAS
    added = [
        OrganisationName.objects.create(organisation=survivor, name=name, kind=alias)
        for name in dict.fromkeys(names)
        if name not in known
    ]
    return [row.pk for row in added]


def _inherit_parent(duplicate: Organisation, survivor: Organisation) -> int | None:
    """Let the survivor belong where the duplicate did, or a conflict within the group would be lost."""
    if survivor.parent_id is not None or duplicate.parent_id is None:
        return None
    survivor.parent_id, survivor.parent_since = duplicate.parent_id, duplicate.parent_since
    survivor.save(update_fields=["parent", "parent_since"])
    return duplicate.parent_id


def _put_back(merger: Merger, duplicate: Organisation, survivor: Organisation) -> None:
    moved = merger.moved
    went = Membership.objects.filter(pk__in=moved["memberships"])
    # whom the other unit's administrator let in meanwhile, the own one decides about
    went.filter(approved_at__gt=merger.merged_at).update(approved_at=None, approved_by=None)
    went.update(organisation=duplicate)
    _let_stand_again(moved["ended"], merger.merged_at)
    Team.objects.filter(pk__in=moved["teams"], organisation=survivor).update(organisation=duplicate)
    Organisation.objects.filter(pk__in=moved["subsidiaries"], parent=survivor).update(parent=duplicate)
    Organisation.objects.filter(pk__in=moved["duplicates"], merged_into=survivor).update(merged_into=duplicate)
    OrganisationName.objects.filter(pk__in=moved["names"], organisation=survivor).delete()
    if moved["parent"] is not None and survivor.parent_id == moved["parent"]:
        survivor.parent, survivor.parent_since = None, None
        survivor.save(update_fields=["parent", "parent_since"])
    duplicate.merged_into = None
    duplicate.save(update_fields=["merged_into"])


def _let_stand_again(ended: list[int], at: datetime) -> None:
    """Let stand again what the merger ended, unless the person asked anew since, or was sent away."""
    for own in Membership.objects.filter(pk__in=ended, ended_at=at):
        same = Q(user_id=own.user_id, capacity=own.capacity)
        anew = same & Q(organisation_id=own.organisation_id, ended_at__isnull=True)
        units = Organisation.objects.filter(
            Q(pk=own.organisation_id) | Q(mergers__merged_at=at) | Q(absorbed__merged_at=at)
        )
        sent_away = same & Q(organisation__in=units, ended_at__gt=at)
        if not Membership.objects.filter(anew | sent_away).exists():
            own.ended_at = None
            own.save(update_fields=["ended_at"])


def _record(act: str, merger: Merger, reason: str, by: Actor, at: datetime) -> None:
    facts: dict[str, Any] = {"merger": merger.pk, "duplicate": merger.duplicate_id, "survivor": merger.survivor_id}
    for unit in (merger.duplicate_id, merger.survivor_id):
        journal.write(act, subject=f"organisation:{unit}", reason=reason, by=by, at=at, **facts, moved=merger.moved)
    people = {
        *queries.people(merger.survivor_id, ADMINISTRATOR),
        *queries.people(merger.duplicate_id, ADMINISTRATOR),
    }
    messages.send(
        "organisations.merged" if act.endswith(".merge") else "organisations.unmerged",
        to=sorted(people),
        key=f"{act}:{merger.pk}",
        facts={"duplicate": merger.duplicate.name, "survivor": merger.survivor.name, "reason": reason.strip()},
        link="/organisations/",
        at=at,
    )
