"""An outcome that was told before, under another name, is found by its words and shown beside the earlier one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_officer
from tests.web.clients import client_of
from zhiping.applications.models import Application, Content
from zhiping.programmes.models import Edition
from zhiping.screening import actions, queries
from zhiping.screening.models import Finding, Sentence
from zhiping.screening.queries import similar

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
OWN = [f"班组对第{n}季度的校验记录作了分层统计并逐条核对原因" for n in "一二三四"]


def _told(edition: Edition, title: str, sentences: list[str], state: str = "screening") -> Application:
    case = make_case(edition, state, title=title)
    Content.objects.filter(application=case).update(answers={"present_state": "。".join(sentences) + "。"})
    return Application.objects.select_related("edition", "organisation", "content").get(pk=case.pk)


def _look(case: Application) -> list[Finding]:
    actions.run_machine_check(application_id=case.pk, by=make_officer(), at=AT)
    return [one for one in queries.open_findings(case) if one.like_id]


def test_the_same_text_under_another_name_in_another_year_is_found_and_stands_in_nobodys_way() -> None:
    earlier = _told(make_edition("qc-circle/2020"), "缩短换模时间", OWN)
    renamed = _told(make_edition(), "提高校验效率", [*OWN[:3], "这一句是今年新写的，去年没有这样说过"])
    assert _look(earlier) == []

    (found,) = _look(renamed)

    assert (
        found.text
        == f"与 {earlier.edition.title} 的 {earlier.number} 有 3 句相同（占本成果长文本的 75%），请对照核对。"
    )
    assert (found.like_id, found.blocking) == (earlier.pk, False)


def test_two_sentences_or_a_formula_of_the_trade_or_an_ended_case_are_no_copy() -> None:
    edition = make_edition()
    ended = _told(edition, "已撤回的", OWN)
    _look(ended)
    Application.objects.filter(pk=ended.pk).update(phase="ended")
    few = _told(edition, "只有两句相同", OWN[:2])
    _look(few)
    formula = [f"按照准则要求开展活动并及时总结经验第{n}条" for n in range(4)]
    for n in range(7):
        _look(_told(edition, f"用了套话的{n}", formula))

    assert _look(_told(edition, "新的", OWN)) == []
    assert _look(_told(edition, "套话", formula)) == []
    both = [_told(edition, title, [OWN[0], *formula]) for title in ("甲", "乙")]
    for case in both:
        _look(case)
    assert [one.ours for one in similar.passages(*both)] == [OWN[0] + "。"]


def test_the_page_shows_the_passages_side_by_side_and_says_when_they_are_gone() -> None:
    earlier = _told(make_edition("qc-circle/2020"), "缩短换模时间", OWN)
    renamed = _told(make_edition(), "提高校验效率", OWN)
    _look(earlier)
    _look(renamed)
    desk, address = client_of(make_officer()), f"/office/screening/{renamed.pk}/"

    page = desk.get(address).content.decode()
    Content.objects.filter(application=earlier).update(answers={})
    after = desk.get(address).content.decode()

    assert "对照相同的文字（1 处）" in page
    assert page.count(OWN[0]) == 2
    assert f"{earlier.number} {earlier.title}" in page
    assert "现在没有相同的句子" in after


def test_cases_of_earlier_years_are_made_known_by_a_job_that_comes_to_its_end() -> None:
    edition = make_edition("qc-circle/2020")
    earlier, silent = _told(edition, "缩短换模时间", OWN, "published"), _told(edition, "没有写什么", [], "published")
    _told(edition, "还是草稿", OWN, "draft")
    renamed = _told(make_edition(), "提高校验效率", OWN)

    remembered = [actions.remember_earlier() for _run in range(2)]

    assert remembered == [3, 0]
    assert [one.like_id for one in _look(renamed)] == [earlier.pk]
    assert list(Sentence.objects.filter(application=silent).values_list("mark", flat=True)) == [0]
