"""The permission table is complete and closed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.permissions.addresses import addresses
from zhiping.core.definition.lifecycle import Phase
from zhiping.core.permissions import table
from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.pages import PAGES
from zhiping.core.permissions.words import Field, Relation, Verb


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(PAGES) == [a.name for a in addresses()]


def test_an_address_with_an_id_says_what_the_id_names() -> None:
    silent = [a.name for a in addresses() if a.ids and PAGES[a.name].about is None]

    assert silent == []


def test_the_table_speaks_of_the_phases_that_the_graph_knows() -> None:
    assert set(table.PHASES) == {str(phase) for phase in Phase}


@given(
    role=st.sampled_from(Role),
    relation=st.sampled_from(Relation),
    phase=st.sampled_from(table.PHASES),
    verb=st.sampled_from(Verb),
    field=st.sampled_from(Field),
)
def test_what_no_row_grants_is_refused(role: Role, relation: Relation, phase: str, verb: Verb, field: Field) -> None:
    granted = any(
        r.role == role and r.relation == relation and phase in r.phases and r.verb == verb and field in r.fields
        for r in table.ROWS
    )

    assert table.may(role, relation, phase, verb, field) is granted


def test_a_conflicted_expert_sees_and_does_nothing() -> None:
    assert [r for r in table.ROWS if r.relation is Relation.CONFLICTED] == []


def test_only_the_secretariat_sees_who_the_experts_are_and_who_objects() -> None:
    secret = {Field.EXPERT_NAMES, Field.SCORECARDS, Field.OBJECTOR, Field.COMPLAINANT, Field.CONFLICTS}
    seen_by = {r.role for r in table.ROWS if r.verb is Verb.SEE and secret & set(r.fields)}

    assert seen_by == {Role.SECRETARIAT}


def test_nobody_reads_id_numbers_but_those_who_wrote_them() -> None:
    seen_by = {r.role for r in table.ROWS if r.verb is Verb.SEE and Field.PRIVATE in r.fields}

    assert seen_by == {Role.APPLICANT, Role.UNIT}


def test_phases_for_agrees_with_may() -> None:
    assert table.phases_for(Role.EXPERT, Relation.ASSIGNED, Verb.SEE, Field.CONTENT) == {"round"}
    assert table.fields_seen(Role.PUBLIC, Relation.NONE, "notice") == {Field.LEVEL}


def test_rights_are_told_by_phase_and_by_part() -> None:
    public = (Role.PUBLIC, Relation.NONE)

    assert table.phases_for(*public, Verb.OBJECT, Field.OBJECTIONS) == {"notice"}
    assert table.fields_seen(*public, "notice", [Field.SCORECARDS, Field.OBJECTIONS]) == frozenset()
    assert Field.CERTIFICATE in table.fields_seen(*public, "published")
