"""Two entries of one unit become one and, where that was a mistake, exactly two again."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import drafts
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.panels import commit, make_expert
from tests.factories.people import make_member, make_officer, make_organisation, make_team, make_user, user_of
from zhiping.applications.models import Application
from zhiping.core import conflicts
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts.models import Expert
from zhiping.journal import queries as journal
from zhiping.journal.models import Entry
from zhiping.journey import queries as journey
from zhiping.messages.models import Message
from zhiping.organisations import actions, queries
from zhiping.organisations.actions.register import Profile
from zhiping.organisations.models import Membership, Merger, Organisation, OrganisationName, Team
from zhiping.recommendation import queries as recommendation
from zhiping.review import tasks as review
from zhiping.review.models import Conflict
from zhiping.review.queries import facts

pytestmark = pytest.mark.django_db
AT = datetime(2022, 4, 10, 2, 0, tzinfo=UTC)
LATER = datetime(2022, 4, 11, 2, 0, tzinfo=UTC)
REASON = "同一单位两次登记"


def _merge(duplicate: Organisation, survivor: Organisation, by: Actor | None = None) -> Merger:
    by = by or make_officer()
    return actions.merge(duplicate_id=duplicate.pk, survivor_id=survivor.pk, reason=REASON, by=by, at=AT)


def _undo(merger: Merger) -> Merger:
    return actions.undo_merge(merger_id=merger.pk, reason="确为两个单位", by=make_officer(), at=LATER)


def _everything() -> dict[str, list[Any]]:
    """Return every row of the register that a merger may touch."""
    return {
        "units": list(
            Organisation.objects.order_by("pk").values("pk", "name", "parent", "parent_since", "merged_into")
        ),
        "people": list(Membership.objects.order_by("pk").values("pk", "organisation", "capacity", "ended_at")),
        "teams": list(Team.objects.order_by("pk").values("pk", "organisation", "name")),
        "names": list(OrganisationName.objects.order_by("name").values("organisation", "name", "kind")),
    }


def _two() -> tuple[Organisation, Organisation]:
    """Return a duplicate with people, teams, names, a parent, a subsidiary and a former duplicate, and a survivor."""
    group = make_organisation("申江集团")
    duplicate = make_organisation("浦江仪表公司", uscc=None, parent=group)
    survivor = make_organisation("浦江精密仪表有限公司")
    both = user_of(make_member(duplicate, Role.APPLICANT, "两边"))
    for unit, capacity, approved in ((survivor, "applicant", AT), (duplicate, "unit", AT), (survivor, "unit", None)):
        Membership.objects.create(user=both, organisation=unit, capacity=capacity, asked_at=AT, approved_at=approved)
    make_member(duplicate, Role.APPLICANT, "只在重复登记")
    make_member(survivor, Role.UNIT, "管理员")
    make_team(duplicate, "晨光")
    make_team(duplicate, "曙光")
    make_team(survivor, "曙光")
    make_organisation("浦江仪表服务公司", parent=duplicate)
    make_organisation("浦江仪表厂（旧登记）", merged_into=duplicate)
    OrganisationName.objects.create(organisation=duplicate, name="浦江仪表厂", kind="former")
    return duplicate, survivor


def test_people_teams_subsidiaries_and_names_go_to_the_survivor() -> None:
    duplicate, survivor = _two()

    _merge(duplicate, survivor)

    standing = [(m.user.name, m.capacity, m.approved_at is not None) for m in queries.memberships(survivor.pk)]
    assert sorted(standing) == [
        ("两边", "applicant", True),
        ("两边", "unit", True),
        ("只在重复登记", "applicant", True),
        ("管理员", "unit", True),
    ]
    assert [team.name for team in queries.teams(survivor.pk)] == ["晨光", "曙光"]
    assert queries.other_names(survivor.pk) == [("浦江仪表公司", "别名"), ("浦江仪表厂", "别名")]
    survivor.refresh_from_db()
    assert [unit.name for unit in queries.ancestors(survivor.pk)] == ["申江集团"]
    assert survivor.subsidiaries.get().name == "浦江仪表服务公司"
    assert queries.identity(survivor.pk).count() == 3
    assert queries.memberships(duplicate.pk).count() == 0


def test_undoing_restores_every_row_exactly_and_twice_changes_nothing() -> None:
    duplicate, survivor = _two()
    before = _everything()

    merger = _merge(duplicate, survivor)
    assert _everything() != before
    _undo(merger)
    _undo(merger)

    assert _everything() == before
    assert journal.of_subject(f"organisation:{duplicate.pk}").filter(act="organisations.undo_merge").count() == 1


def test_what_came_after_the_merger_stays_with_the_survivor() -> None:
    duplicate, survivor = _two()
    merger = _merge(duplicate, survivor)
    make_team(survivor, "合并后")
    late = user_of(make_member(survivor, Role.APPLICANT, "后来者"))

    _undo(merger)

    assert Team.objects.get(name="合并后").organisation_id == survivor.pk
    assert Membership.objects.get(user=late).organisation_id == survivor.pk


def test_who_asked_anew_since_stands_once_after_undoing() -> None:
    duplicate, survivor = _two()
    merger = _merge(duplicate, survivor)
    both = Membership.objects.filter(user__name="两边", organisation=survivor, capacity="unit", ended_at=None).get()
    actions.leave(membership_id=both.pk, by=Actor(both.user_id, Role.UNIT, survivor.pk), at=LATER)
    Membership.objects.create(user=both.user, organisation=survivor, capacity="unit", asked_at=LATER)

    _undo(merger)

    assert Membership.objects.filter(user=both.user, organisation=survivor, capacity="unit", ended_at=None).count() == 1


def test_both_sides_administrators_are_told_and_both_journals_say_it() -> None:
    duplicate, survivor = _two()

    _undo(_merge(duplicate, survivor))

    told = Message.objects.order_by("pk").values_list("code", "to__name")
    assert sorted(told) == [
        ("organisations.merged", "两边"),
        ("organisations.merged", "管理员"),
        ("organisations.unmerged", "两边"),
        ("organisations.unmerged", "管理员"),
    ]
    for unit in (duplicate, survivor):
        acts = journal.of_subject(f"organisation:{unit.pk}").order_by("pk").values_list("act", flat=True)
        assert list(acts) == ["organisations.merge", "organisations.undo_merge"]


def test_entries_that_cannot_be_one_are_refused() -> None:
    group, unit, third = make_organisation(), make_organisation(), make_organisation()
    actions.set_parent(organisation_id=unit.pk, parent_id=group.pk, reason="来函", by=make_officer(), at=AT)

    for first, second, code in ((unit, unit, "merger.same"), (unit, group, "merger.in_one_line")):
        with pytest.raises(RuleViolation, match=code):
            _merge(first, second)
    _merge(third, unit)
    with pytest.raises(RuleViolation, match=r"merger.merged_already"):
        _merge(third, group)
    with pytest.raises(NotAllowed):
        _merge(third, group, by=make_member(unit, Role.UNIT))
    with pytest.raises(RuleViolation, match=r"reason.missing"):
        actions.merge(duplicate_id=third.pk, survivor_id=group.pk, reason="", by=make_officer(), at=AT)


def test_a_merger_is_undone_before_the_earlier_one() -> None:
    first, second, third = (make_organisation() for _ in range(3))
    earlier = _merge(first, second)
    later = _merge(second, third)

    with pytest.raises(RuleViolation, match=r"merger.later_first"):
        _undo(earlier)
    _undo(later)
    _undo(earlier)

    assert set(Organisation.objects.values_list("merged_into", flat=True)) == {None}
    with pytest.raises(NotFound):
        actions.undo_merge(merger_id=0, reason="查无", by=make_officer(), at=LATER)


def test_like_names_are_proposed_until_told_apart_or_merged() -> None:
    first, second = make_organisation("浦江精密仪表有限公司"), make_organisation("上海浦江精密仪表股份有限公司")
    third = make_organisation("申能新能源有限公司")
    OrganisationName.objects.create(organisation=third, name="申江新材料有限公司", kind="former")
    fourth = make_organisation("申江新材料有限公司")
    assert [(p.first, p.second, p.why) for p in queries.suspects()] == [
        (third, fourth, "identical"),
        (first, second, "same_but_for_form"),
    ]
    assert [(p.first, p.second) for p in queries.suspects(second.pk)] == [(first, second)]

    actions.tell_apart(first_id=second.pk, second_id=first.pk, by=make_officer(), at=AT)
    actions.tell_apart(first_id=first.pk, second_id=second.pk, by=make_officer(), at=AT)
    _merge(third, fourth)

    assert queries.suspects() == []
    assert journal.of_subject(f"organisation:{first.pk}").filter(act="organisations.tell_apart").count() == 1


def test_a_merged_code_leads_to_the_survivor_and_cannot_be_entered_again() -> None:
    duplicate, survivor = make_organisation(), make_organisation()
    _merge(duplicate, survivor)
    newcomer = Actor(make_officer().user_id, Role.PUBLIC)

    asked = actions.ask_to_join(uscc=str(duplicate.uscc), capacity="applicant", by=newcomer, at=LATER)

    assert asked.organisation_id == survivor.pk
    with pytest.raises(RuleViolation, match=r"organisation.registered_already"):
        actions.register(uscc=str(duplicate.uscc), name="浦江仪表公司", profile=Profile(), by=newcomer, at=LATER)


def test_the_survivors_people_see_and_go_on_with_the_duplicates_cases() -> None:
    edition = make_edition()
    duplicate, survivor = make_organisation(), make_organisation()
    side, side_again = make_organisation(), make_organisation()
    recommender = make_recommender(edition, side)
    case = make_case(edition, "recommend", organisation=duplicate, recommender=recommender)
    admin, officer = make_member(survivor, Role.UNIT), make_member(side_again, Role.RECOMMENDER)
    assert not journey.visible_to(admin).exists()

    mergers = [_merge(duplicate, survivor), _merge(side, side_again)]

    author = Actor(case.created_by_id, Role.APPLICANT, survivor.pk)
    for actor in (admin, author, officer):
        assert [seen.pk for seen in journey.visible_to(actor)] == [case.pk]
        assert journey.get_case(actor, case.pk).pk == case.pk
    assert [r.pk for r in recommendation.recommenders_of(officer)] == [recommender.pk]
    for merger in mergers:
        _undo(merger)
    assert not journey.visible_to(admin).exists()
    assert not journey.visible_to(officer).exists()


def test_places_are_counted_for_both_together_and_apart_again_after_undoing() -> None:
    edition = make_edition()
    duplicate, survivor, recommender = make_organisation(), make_organisation(), make_recommender(edition)
    ready = [
        drafts.endorse(drafts.fill(drafts.begin(edition, organisation=unit, recommender=recommender)))
        for unit in (duplicate, survivor, duplicate)
    ]
    for draft in ready[:2]:
        drafts.submit(draft)

    merger = _merge(duplicate, survivor)
    moved = Actor(ready[2].author.user_id, Role.APPLICANT, survivor.pk)
    with pytest.raises(RuleViolations) as refused:
        drafts.submit(dataclasses.replace(ready[2], author=moved))
    assert [v.code for v in refused.value.violations] == ["quota.two_per_unit"]

    _undo(merger)
    assert drafts.submit(ready[2]).case.number


def test_an_expert_of_the_survivor_is_kept_from_the_duplicates_cases_and_its_groups() -> None:
    edition = make_edition()
    group, sister = make_organisation(), make_organisation()
    duplicate, survivor = make_organisation(parent=group), make_organisation()
    Organisation.objects.filter(pk=sister.pk).update(parent=group)
    case = make_case(edition, "desk", organisation=duplicate)
    for home in (survivor, sister):
        make_expert(organisation=home)
    _merge(duplicate, survivor)

    register = facts.Register()
    pool = Expert.objects.select_related("user").prefetch_related("employments", "ties").order_by("pk")
    [judged] = facts.cases_of(case.edition, Application.objects.filter(pk=case.pk), register)
    found = [
        [conflict.kind for conflict in conflicts.find(expert, judged, on=AT.date())]
        for expert in facts.experts_of(edition, pool, register)
    ]

    assert found == [["same_organisation"], ["same_group"]]


def test_a_merger_and_its_end_have_the_running_editions_searched_for_conflicts_anew() -> None:
    edition = make_edition()
    duplicate, survivor = make_organisation(), make_organisation()
    case, expert = make_case(edition, "desk", organisation=duplicate), make_expert(organisation=survivor)
    commit(expert, edition)

    merger = _merge(duplicate, survivor)
    (job,) = ProcrastinateJob.objects.filter(task_name="review.search_again").values_list("args", flat=True)
    review.search_again(**job)
    found = [(c.application_id, c.expert_id, c.kind) for c in Conflict.objects.all()]
    _undo(merger)
    review.search_again(**job)

    assert job == {"edition_id": edition.pk}
    assert found == [(case.pk, expert.scope_id, "same_organisation")]
    assert not Conflict.objects.exists()
    assert [e.facts["gone"] for e in Entry.objects.filter(act="review.find_conflicts").order_by("pk")] == [0, 1]


def test_nobody_gains_a_unit_by_what_the_other_one_decided_during_a_merger() -> None:
    unit, duplicate, stranger = make_organisation(), make_organisation(), make_user()
    admin = make_member(unit, Role.UNIT)
    asked = actions.ask_to_join(uscc=str(duplicate.uscc), capacity="unit", by=Actor(stranger.pk, Role.PUBLIC), at=AT)
    merger = _merge(duplicate, unit)
    actions.approve_member(membership_id=asked.pk, by=admin, at=LATER)

    _undo(merger)

    asked.refresh_from_db()
    assert (asked.organisation_id, asked.approved_at) == (duplicate.pk, None)
    assert queries.people(duplicate.pk, "unit") == []


def test_who_was_sent_away_during_a_merger_does_not_come_back_by_its_end() -> None:
    unit, duplicate = make_organisation(), make_organisation()
    admin, both = make_member(unit, Role.UNIT), make_member(unit, Role.APPLICANT)
    other = Membership.objects.get(user_id=both.user_id)
    Membership.objects.create(
        user_id=both.user_id, organisation=duplicate, capacity="applicant", asked_at=AT, approved_at=AT
    )
    merger = _merge(duplicate, unit)
    actions.end_membership(membership_id=other.pk, reason="已离职", by=admin, at=LATER)

    _undo(merger)

    assert queries.people(duplicate.pk, "applicant") == []
