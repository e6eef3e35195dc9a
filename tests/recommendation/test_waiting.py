"""What waits for those who speak for a recommending unit, the package among it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer
from zhiping.core.permissions.actor import Actor
from zhiping.programmes import queries as programmes
from zhiping.recommendation import actions, queries

pytestmark = pytest.mark.django_db
AT = opinions.RECOMMENDING["qc-circle/2022"]
CLOSES = datetime(2022, 5, 31, 16, tzinfo=UTC)
OPENS_BEFORE = datetime(2022, 4, 1, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    at = [AT]
    monkeypatch.setattr(programmes, "now", lambda _edition, **_real: at[0])
    return at


def _waiting(actor: Actor) -> list[tuple[str, str, str, datetime | None]]:
    found = [one for one in queries.waiting_for(actor) if one.what in ("hand_in_package", "recommend")]
    return [(one.what, one.href_name, one.href_query, one.due_at) for one in found]


def test_a_package_waits_while_its_window_is_open_until_it_is_handed_in(clock: list[datetime]) -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    package = ("hand_in_package", "recommender:package", f"edition={recommender.edition_id}", CLOSES)

    before = _waiting(officer)
    clock[0] = CLOSES
    closed = _waiting(officer)
    clock[0] = AT
    actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)

    assert (before, closed, _waiting(officer)) == ([package], [], [])


def test_a_package_given_back_waits_until_the_day_the_office_named(clock: list[datetime]) -> None:
    recommender, officer = opinions.ready_to_hand_in(make_edition(), "提高甲")
    actions.hand_in_package(recommender_id=recommender.pk, by=officer, at=AT)
    until = CLOSES + timedelta(days=5)
    actions.return_package(recommender_id=recommender.pk, reason="改", again_until=until, by=make_officer(), at=AT)
    clock[0] = CLOSES + timedelta(days=1)

    ((_what, _name, _query, due_at),) = _waiting(officer)

    assert due_at == until


def test_opinions_wait_beside_it_and_nothing_before_the_window_opens(clock: list[datetime]) -> None:
    recommender = make_recommender(make_edition())
    officer = opinions.officer_of(recommender)
    make_case(recommender.edition, "recommend", recommender=recommender)

    now = [what for what, *_rest in _waiting(officer)]
    clock[0] = OPENS_BEFORE

    assert (now, [what for what, *_rest in _waiting(officer)]) == (["recommend", "hand_in_package"], ["recommend"])


def test_the_office_has_the_virtual_recommenders_package_once_a_case_was_sent_to_it(clock: list[datetime]) -> None:
    edition, office = make_edition(), make_officer()
    virtual = programmes.recommenders(edition).get(is_virtual=True)

    before = _waiting(office)
    make_case(edition, "draft", recommender=virtual)
    drafted = _waiting(office)
    make_case(edition, "recommend", recommender=virtual)

    assert (before, drafted) == ([], [])
    assert _waiting(office) == [("hand_in_package", "recommender:package", f"edition={edition.pk}", CLOSES)]


def test_an_edition_whose_package_is_optional_has_none_waiting(clock: list[datetime]) -> None:
    recommender = make_recommender(make_edition("site-management/2023"))
    clock[0] = opinions.RECOMMENDING["site-management/2023"]

    assert _waiting(opinions.officer_of(recommender)) == []


def test_an_optional_package_that_the_office_gave_back_waits_all_the_same(clock: list[datetime]) -> None:
    clock[0] = at = opinions.RECOMMENDING["site-management/2023"]
    recommender, officer = opinions.ready_to_hand_in(make_edition("site-management/2023"))
    mine = {"recommender_id": recommender.pk, "at": at}
    actions.hand_in_package(by=officer, **mine)
    until = at + timedelta(days=60)

    actions.return_package(reason="缺少签字", again_until=until, by=make_officer(), **mine)

    assert [(what, due_at) for what, _name, _query, due_at in _waiting(officer)] == [("hand_in_package", until)]


def test_packages_take_two_queries_however_many_editions(
    clock: list[datetime], django_assert_num_queries: object
) -> None:
    recommender = make_recommender(make_edition())
    officer = opinions.officer_of(recommender)
    later = make_edition("qc-circle/2020")
    programmes.definition_of(later)  # read once a process
    queries.waiting_for(officer)

    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.waiting_for(officer)
    make_recommender(later, recommender.organisation)
    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.waiting_for(officer)
