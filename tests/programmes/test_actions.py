"""Running an edition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.editions import make_edition, make_recommender, shipped
from tests.factories.people import LONG_AGO, make_member, make_officer, make_organisation
from zhiping.core.definition import loader
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions.actor import SYSTEM, Role
from zhiping.journal.models import Entry
from zhiping.programmes import actions, queries
from zhiping.programmes.models import Edition, FrozenRules

pytestmark = pytest.mark.django_db


def test_opening_an_edition_freezes_its_definition_with_its_hash() -> None:
    edition = make_edition("qc-circle/2020")

    rules = FrozenRules.objects.get(sha256=edition.definition_sha256)
    assert (rules.json, rules.sha256) == loader.freeze(shipped("qc-circle/2020"))
    assert queries.definition_of(edition) == shipped("qc-circle/2020")


def test_the_window_of_qc_2020_closes_at_22_00_shanghai_time() -> None:
    edition = make_edition("qc-circle/2020")
    stage = next(s for s in shipped("qc-circle/2020").stages if s.kind == "application")

    window = queries.window(edition, stage.id)

    assert window is not None
    assert window.closes_at == datetime(2020, 7, 12, 14, 0, tzinfo=UTC)


def test_an_edition_opens_once() -> None:
    make_edition()

    with pytest.raises(RuleViolation, match="edition.open_already"):
        make_edition()


def test_nobody_but_the_office_opens_an_edition() -> None:
    unit = make_member(make_organisation(), Role.UNIT)

    with pytest.raises(NotAllowed):
        actions.open_edition(definition=shipped("qc-circle/2022"), by=unit, at=LONG_AGO)


def test_a_window_is_amended_with_a_reason() -> None:
    edition, opens = make_edition(), datetime(2022, 4, 21, tzinfo=UTC)

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.set_window(
            edition_id=edition.pk, stage_id="apply", opens_at=opens, closes_at=None, reason=" ", by=SYSTEM, at=LONG_AGO
        )
    window = actions.set_window(
        edition_id=edition.pk, stage_id="apply", opens_at=opens, closes_at=None, reason="通知", by=SYSTEM, at=LONG_AGO
    )

    assert (window.opens_at, window.closes_at) == (opens, None)


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    edition, day = make_edition(), datetime(2022, 4, 21, tzinfo=UTC)

    with pytest.raises(RuleViolation, match="window.closes_before_it_opens"):
        actions.set_window(
            edition_id=edition.pk, stage_id="apply", opens_at=day, closes_at=day, reason="误", by=SYSTEM, at=LONG_AGO
        )


def test_a_recommender_is_registered_once_an_edition() -> None:
    edition, organisation = make_edition(), make_organisation()
    make_recommender(edition, organisation)

    with pytest.raises(RuleViolation, match="recommender.registered_already"):
        make_recommender(edition, organisation)


def test_only_a_demo_edition_has_a_demo_clock_and_it_runs_forward() -> None:
    real, demo, officer = make_edition(), make_edition("qc-circle/2020", is_demo=True), make_officer()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    then = datetime(2020, 7, 1, tzinfo=UTC)

    with pytest.raises(RuleViolation, match="clock.not_a_demo"):
        actions.move_demo_clock(edition_id=real.pk, to=then, by=officer, at=now)
    moved = actions.move_demo_clock(edition_id=demo.pk, to=then, by=officer, at=now)
    assert moved.clock_shift == then - now
    with pytest.raises(RuleViolation, match="clock.runs_forward_only"):
        actions.move_demo_clock(edition_id=demo.pk, to=then - timedelta(days=1), by=officer, at=now)


def test_the_database_refuses_a_demo_clock_on_a_real_edition() -> None:
    edition = make_edition()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(clock_shift=timedelta(days=1))


def test_a_demo_that_was_not_looked_at_for_a_month_is_as_old_as_before() -> None:
    edition, real = make_edition(is_demo=True), make_edition("site-management/2023")
    actions.set_window(
        edition_id=edition.pk, stage_id="apply", opens_at=None, closes_at=None, reason="演示", by=SYSTEM, at=LONG_AGO
    )
    last = Entry.objects.latest("pk").recorded_at

    paused = actions.rest_demo_clocks(by=SYSTEM, at=last + timedelta(days=30))

    edition.refresh_from_db()
    real.refresh_from_db()
    assert (paused, edition.clock_shift, real.clock_shift) == (timedelta(days=30), timedelta(days=-30), None)


def test_a_short_pause_leaves_the_demo_clocks_alone() -> None:
    edition = make_edition(is_demo=True)
    last = Entry.objects.latest("pk").recorded_at

    assert actions.rest_demo_clocks(by=SYSTEM, at=last + timedelta(hours=11)) == timedelta()
    edition.refresh_from_db()
    assert edition.clock_shift is None
