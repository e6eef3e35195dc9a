"""The one case page of all roles, and the worklist home."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import drafts, opinions, panels
from tests.factories.people import make_member, make_officer, make_organisation, user_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.review import actions as review
from zhiping.screening import actions as screening

pytestmark = pytest.mark.django_db
AT = panels.REVIEWING["qc-circle/2022"]


def _get(actor: Actor, path: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user_of(actor))
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_each_role_sees_its_parts_of_one_case_at_the_same_address() -> None:
    draft, officer = opinions.recommended()
    office, address = make_officer(), f"/cases/{draft.case.pk}/"
    screening.pass_check(application_id=draft.case.pk, by=office, at=AT)
    people = [panels.make_expert(n, office=office) for n in ("金丝雀", "孟昭阳", "平山月")]
    panels.seat(draft.case.edition, "desk", people, office)
    review.assign(edition_id=draft.case.edition_id, round_id="desk", seed="s", by=office, at=AT)

    seen = {
        who: _get(actor, address)
        for who, actor in {"author": draft.author, "unit": draft.unit, "recommender": officer, "office": office}.items()
    }

    assert {who: status for who, (status, _page) in seen.items()} == dict.fromkeys(seen, 200)
    assert all(draft.case.title in page for _status, page in seen.values())
    assert {who for who, (_status, page) in seen.items() if "金丝雀" in page} == {"office"}
    assert {who for who, (_status, page) in seen.items() if "提交回执" in page} == {"author", "unit", "office"}


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.UNIT, Role.RECOMMENDER])
def test_who_has_nothing_to_do_with_a_case_does_not_find_it(role: Role) -> None:
    draft = drafts.submitted()
    stranger = make_member(make_organisation(), role)

    status, page = _get(stranger, f"/cases/{draft.case.pk}/")

    assert status == 404
    assert draft.case.title not in page


def test_a_draft_is_not_the_recommenders_business_yet() -> None:
    draft = drafts.begin()
    assert draft.recommender is not None

    assert _get(opinions.officer_of(draft.recommender), f"/cases/{draft.case.pk}/")[0] == 404


def test_the_home_of_a_recommender_lists_what_waits_with_its_case() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None

    _status, page = _get(opinions.officer_of(draft.recommender), "/home/")

    assert draft.case.title in page
    assert "评审并给出推荐意见" in page


def test_the_office_is_offered_an_opinion_only_where_it_is_the_recommender_itself() -> None:
    draft = drafts.submitted()
    assert draft.recommender is not None
    office, address = make_officer(), f"/cases/{draft.case.pk}/"

    of_another = _get(office, address)[1]
    draft.recommender.is_virtual, draft.recommender.organisation = True, None
    draft.recommender.save()

    assert ("评审并推荐" in of_another, "评审并推荐" in _get(office, address)[1]) == (False, True)


def test_the_case_page_takes_a_bounded_number_of_queries(django_assert_max_num_queries: object) -> None:
    draft, _officer = opinions.recommended()
    client = Client()
    client.force_login(user_of(make_officer()))

    with django_assert_max_num_queries(28):  # type: ignore[operator]
        client.get(f"/cases/{draft.case.pk}/")
