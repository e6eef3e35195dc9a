"""The group tree: set by the office, never a circle, shown from the head down."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories.people import make_member, make_officer, make_organisation
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.journal import queries as journal
from zhiping.organisations import actions, queries
from zhiping.organisations.models import Organisation
from zhiping.organisations.queries import Branch

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 1, 2, 0, tzinfo=UTC)


def _belongs(unit: Organisation, parent: Organisation | None, reason: str = "集团来函") -> Organisation:
    return actions.set_parent(
        organisation_id=unit.pk, parent_id=parent.pk if parent else None, reason=reason, by=make_officer(), at=AT
    )


def _names(branch: Branch) -> dict[str, object]:
    return {branch.unit.name: [_names(child) for child in branch.below]}


def test_a_group_is_shown_from_its_head_down_whichever_unit_one_looks_at() -> None:
    head, sub, plant, other = (make_organisation(name) for name in ("集团", "电气", "电气一厂", "仪表"))
    _belongs(plant, sub)
    _belongs(sub, head)
    _belongs(other, head)

    expected = {"集团": [{"仪表": []}, {"电气": [{"电气一厂": []}]}]}
    assert _names(queries.tree(plant.pk)) == expected
    assert _names(queries.tree(head.pk)) == expected
    assert [unit.name for unit in queries.ancestors(plant.pk)] == ["电气", "集团"]


def test_the_office_sets_changes_and_ends_a_parent_and_the_journal_keeps_what_was() -> None:
    unit, first, second = (make_organisation() for _ in range(3))
    office = make_officer()
    who = {"organisation_id": unit.pk, "by": office, "at": AT}

    actions.set_parent(parent_id=first.pk, since=date(2020, 1, 1), reason="集团来函", **who)  # type: ignore[arg-type]
    actions.set_parent(parent_id=second.pk, reason="重组", **who)  # type: ignore[arg-type]
    actions.set_parent(parent_id=second.pk, reason="重组", **who)  # type: ignore[arg-type]
    actions.set_parent(parent_id=None, since=date(2020, 1, 1), reason="划出", **who)  # type: ignore[arg-type]

    unit.refresh_from_db()
    assert (unit.parent_id, unit.parent_since) == (None, None)
    entries = journal.of_subject(f"organisation:{unit.pk}").filter(act="organisations.set_parent").order_by("pk")
    assert [(e.reason, e.facts["before"], e.facts["after"]) for e in entries] == [
        ("集团来函", {"parent": None, "since": None}, {"parent": first.pk, "since": "2020-01-01"}),
        ("重组", {"parent": first.pk, "since": "2020-01-01"}, {"parent": second.pk, "since": None}),
        ("划出", {"parent": second.pk, "since": None}, {"parent": None, "since": None}),
    ]


def test_a_circle_is_refused_however_long_and_nothing_changes() -> None:
    head, sub, plant = (make_organisation() for _ in range(3))
    _belongs(plant, sub)
    _belongs(sub, head)

    with pytest.raises(RuleViolation, match=r"group.circle"):
        _belongs(head, plant)
    with pytest.raises(RuleViolation, match=r"group.own_parent"):
        _belongs(head, head)

    head.refresh_from_db()
    assert head.parent_id is None


def test_only_the_office_changes_the_tree_and_only_with_a_reason() -> None:
    unit, parent = make_organisation(), make_organisation()

    with pytest.raises(NotAllowed):
        actions.set_parent(
            organisation_id=unit.pk, parent_id=parent.pk, reason="集团来函", by=make_member(unit, Role.UNIT), at=AT
        )
    with pytest.raises(RuleViolation, match=r"reason.missing"):
        _belongs(unit, parent, reason=" ")
    with pytest.raises(NotFound):
        actions.set_parent(organisation_id=unit.pk, parent_id=0, reason="集团来函", by=make_officer(), at=AT)
