"""The office's screening desk and its case page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import html

from tests.factories import drafts, opinions
from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.core.definition.citing import cite
from zhiping.core.permissions.actor import Role
from zhiping.programmes import queries as programmes
from zhiping.screening import actions, queries

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
DESK = "/office/screening/"


@pytest.fixture(autouse=True)
def _while_screening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def _counts(page: str) -> dict[str, str]:
    labels = {"first": "待初审", "supplement": "补正中", "overdue": "逾期未补", "confirm": "待第二人确认"}
    return {
        label: page.split(f"kind={name}")[1].split(">")[1].split("<", maxsplit=1)[0] for name, label in labels.items()
    }


def test_the_desk_counts_first_checks_supplements_overdue_ones_and_refusals() -> None:
    edition, office = make_edition(), make_officer()
    fresh, out, late, refused = (make_case(edition, "screening", title=f"成果{n}") for n in range(4))
    for case, days in ((out, 3), (late, -3)):
        finding = actions.add_finding(application_id=case.pk, text="缺盖章", by=office, at=AT - timedelta(days=9))
        actions.return_for_supplement(
            application_id=case.pk,
            finding_ids=[finding.pk],
            due_at=AT + timedelta(days=days),
            by=office,
            at=AT - timedelta(days=9),
        )
    actions.fail_check(application_id=refused.pk, reason="不属于质量管理小组活动", by=office, at=AT)

    client = client_of(office)
    page = client.get(DESK).content.decode()
    overdue = client.get(f"{DESK}?edition={edition.pk}&kind=overdue").content.decode()

    assert _counts(page) == {"待初审": "1", "补正中": "1", "逾期未补": "1", "待第二人确认": "1"}
    assert [case.title in overdue for case in (fresh, out, late, refused)] == [False, False, True, False]


def test_who_waits_longest_stands_first() -> None:
    edition = make_edition()
    make_case(edition, "screening", title="后到的", at=AT)
    make_case(edition, "screening", title="先到的", at=AT - timedelta(days=2))

    page = client_of(make_officer()).get(DESK).content.decode()

    assert page.index("先到的") < page.index("后到的")


def test_the_desk_takes_the_same_queries_for_one_and_three_cases(django_assert_num_queries: object) -> None:
    edition, client = make_edition(), client_of(make_officer())
    make_case(edition, "screening")
    client.get(DESK)

    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(DESK)
    for title in ("缩短换模时间", "降低能耗"):
        make_case(edition, "screening", title=title)
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(DESK)


def test_the_desk_shows_what_one_colleague_has() -> None:
    edition, office, colleague = make_edition(), make_officer(), make_officer(name="吴干事")
    with_colleague, other = (make_case(edition, "screening", title=title) for title in ("缩短换模时间", "降低能耗"))
    actions.share_out(application_ids=[with_colleague.pk], officer_ids=[colleague.person_id], by=office, at=AT)

    page = client_of(office).get(f"{DESK}?edition={edition.pk}&whose={colleague.user_id}").content.decode()
    nobody = client_of(office).get(f"{DESK}?edition={edition.pk}&whose=999999").content.decode()

    assert with_colleague.title in page
    assert other.title not in page
    assert f'<option value="{colleague.user_id}" selected>吴干事（1）</option>' in page
    assert "这里没有等待办理的成果" in nobody


def test_the_columns_ticked_are_shown_and_stay_on_every_way_through_the_list() -> None:
    edition, client = make_edition(), client_of(make_officer())
    make_case(edition, "screening")

    whole = client.get(f"{DESK}?edition={edition.pk}").content.decode()
    chosen = client.get(f"{DESK}?edition={edition.pk}&columns=due&columns=unit&columns=other").content.decode()

    headings = [re.findall(r"<th[^>]*>([^<]+)</th>", page.rpartition("<thead>")[2]) for page in (whole, chosen)]
    rest = ["单位", "推荐单位", "审查承办人", "办理情况", "待处理问题", "进入时间", "补正期限"]
    assert headings == [["成果名称", *rest], ["成果名称", "单位", "补正期限"]]
    assert re.findall(r'name="columns" value="(\w+)" checked', chosen) == ["unit", "due"]
    links = re.findall(r'href="\?([^"]+)"', chosen)
    assert links
    assert all(link.endswith("&amp;columns=unit&amp;columns=due") for link in links)


def _screened() -> tuple[drafts.Draft, str]:
    draft, _officer = opinions.recommended()
    return draft, f"{DESK}{draft.case.pk}/"


def test_a_sound_case_is_checked_by_the_machine_and_passes() -> None:
    draft, address = _screened()
    client = client_of(make_officer())

    checked = client.post(address, {"act": "machine"}, follow=True).content.decode()
    client.post(address, {"act": "pass", "pass-reason": ""})

    assert "现有 0 项待处理" in checked
    assert drafts.reload(draft).case.phase == "round"


def test_the_content_of_the_application_stands_beside_the_findings() -> None:
    draft, address = _screened()

    page = client_of(make_officer()).get(address).content.decode()

    assert "成果真实有效，同意申报。" in page
    assert draft.case.organisation.name in page


def test_a_finding_by_hand_takes_the_clause_of_its_checklist_item() -> None:
    draft, address = _screened()
    item = next(i for i in _checklist(draft) if i.source)

    client_of(make_officer()).post(
        address, {"act": "add", "add-item": item.id, "add-text": "效益证明未盖章", "add-blocking": "on"}
    )

    (finding,) = queries.open_findings(draft.case)
    assert (finding.text, finding.clause, finding.item_id, finding.blocking) == (
        "效益证明未盖章",
        cite(programmes.definition_of(draft.case.edition), item.source),
        item.id,
        True,
    )


def _checklist(draft: drafts.Draft) -> tuple[object, ...]:
    return programmes.definition_of(draft.case.edition).screening  # type: ignore[return-value]


def test_passing_with_a_finding_that_blocks_is_explained_and_the_remark_is_kept() -> None:
    draft, address = _screened()
    office = make_officer()
    actions.add_finding(application_id=draft.case.pk, text="效益证明未盖章", by=office, at=AT)

    page = client_of(office).post(address, {"act": "pass", "pass-reason": "材料已看过"}).content.decode()

    assert "还有 1 项问题没有解决，不能通过" in page
    assert "材料已看过" in page
    assert drafts.reload(draft).case.phase == "screening"


def test_a_finding_is_dismissed_with_a_reason_only() -> None:
    draft, address = _screened()
    office = make_officer()
    finding = actions.add_finding(application_id=draft.case.pk, text="效益证明未盖章", by=office, at=AT)
    about = {"act": "dismiss", "finding": finding.pk}
    client = client_of(office)

    client.post(address, about | {f"dismiss-{finding.pk}-reason": ""})
    still = [f.pk for f in queries.open_findings(draft.case)]
    client.post(address, about | {f"dismiss-{finding.pk}-reason": "第5页已盖章"})

    assert still == [finding.pk]
    assert queries.open_findings(draft.case) == []


def test_the_findings_chosen_go_out_for_supplement_until_a_date() -> None:
    draft, address = _screened()
    office = make_officer()
    chosen = actions.add_finding(application_id=draft.case.pk, text="效益证明未盖章", by=office, at=AT)
    client = client_of(office)

    none = client.post(address, {"act": "supplement", "supplement-due_at": "2022-06-15T17:00:00"}).content.decode()
    client.post(address, {"act": "supplement", "findings": [chosen.pk], "supplement-due_at": "2022-06-15T17:00:00"})

    chosen.refresh_from_db()
    assert "请至少选择一项需要补正的事项" in none
    assert drafts.reload(draft).case.phase == "supplement"
    assert chosen.due_at == datetime(2022, 6, 15, 9, tzinfo=UTC)


def test_a_colleague_confirms_the_refusal_that_was_on_the_page_and_no_other() -> None:
    draft, address = _screened()
    first, second = client_of(make_officer()), client_of(make_officer(name="郑干事"))
    first.post(address, {"act": "fail", "fail-reason": "不属于质量管理小组活动"})
    read = _confirming(second.get(address))
    first.post(address, {"act": "set_aside", "set_aside-reason": "理由有误"})
    first.post(address, {"act": "fail", "fail-reason": "材料造假"})

    stale = second.post(address, read)
    before = drafts.reload(draft).case.state
    second.post(address, _confirming(stale))

    assert "没有等待确认的“不通过”结论" in stale.content.decode()
    assert (before, drafts.reload(draft).case.state) == ("screening", "not_passed")


def _confirming(page: Any) -> dict[str, str]:
    (button,) = html.fromstring(page.content).xpath("//main//button[@name='act' and @value='confirm']")
    fields = button.xpath("ancestor::form//input[@type='hidden']")
    return {"act": "confirm"} | {field.get("name"): field.get("value") for field in fields}


def test_a_refusal_takes_a_second_person() -> None:
    draft, address = _screened()
    first, second = client_of(make_officer()), client_of(make_officer(name="郑干事"))

    first.post(address, {"act": "fail", "fail-reason": "不属于质量管理小组活动"})
    alone = first.post(address, {"act": "confirm"}).content.decode()
    waiting = drafts.reload(draft).case.state
    second.post(address, {"act": "confirm"})

    assert "不能自己确认自己的结论" in alone
    assert waiting == "screening"
    assert drafts.reload(draft).case.state == "not_passed"


def test_a_colleague_who_does_not_agree_sets_the_refusal_aside_with_a_reason() -> None:
    draft, address = _screened()
    first, second = client_of(make_officer()), client_of(make_officer(name="郑干事"))
    first.post(address, {"act": "fail", "fail-reason": "不属于质量管理小组活动"})

    silent = second.post(address, {"act": "set_aside", "set_aside-reason": " "}).content.decode()
    still = queries.pending_refusal(draft.case)
    second.post(address, {"act": "set_aside", "set_aside-reason": "属于本方案的范围"})
    after = queries.pending_refusal(draft.case)
    second.post(address, {"act": "pass", "pass-reason": ""})

    assert "请写明" in silent
    assert (still is not None, after) == (True, None)
    assert drafts.reload(draft).case.state == "desk"


def test_a_finding_by_hand_names_the_material_that_mends_it() -> None:
    draft, address = _screened()

    client_of(make_officer()).post(
        address, {"act": "add", "add-text": "报告缺页", "add-file_rule": "report", "add-blocking": "on"}
    )
    unknown = client_of(make_officer()).post(
        address, {"act": "add", "add-text": "报告缺页", "add-file_rule": "recommendation_sheet"}
    )

    assert [(f.text, f.file_rule) for f in queries.open_findings(draft.case)] == [("报告缺页", "report")]
    assert unknown.status_code == 200


def test_a_finding_of_another_case_is_not_found_here() -> None:
    draft, address = _screened()
    office = make_officer()
    other = make_case(draft.case.edition, "screening", title="别的成果")
    foreign = actions.add_finding(application_id=other.pk, text="缺盖章", by=office, at=AT)

    answer = client_of(office).post(
        address, {"act": "dismiss", "finding": foreign.pk, f"dismiss-{foreign.pk}-reason": "已补"}
    )

    assert answer.status_code == 404
    assert [f.pk for f in queries.open_findings(other)] == [foreign.pk]


def test_a_draft_has_no_formal_check_yet() -> None:
    draft = drafts.begin()

    assert client_of(make_officer()).get(f"{DESK}{draft.case.pk}/").status_code == 404


def test_a_recommender_does_not_reach_the_desk() -> None:
    officer = client_of(make_member(make_organisation(), Role.RECOMMENDER))
    _draft, address = _screened()

    assert [officer.get(DESK).status_code, officer.get(address).status_code] == [403, 403]


def test_a_usual_wording_brings_its_item_its_clause_and_the_material_that_mends_it() -> None:
    draft, address = _screened()
    definition = programmes.definition_of(draft.case.edition)
    usual = next(text for text in definition.finding_texts if text.id == "procedure")
    item = next(item for item in definition.screening if item.id == usual.item)
    client = client_of(make_officer())

    client.post(address, {"act": "add", "add-wording": usual.id, "add-blocking": "on"})
    client.post(address, {"act": "add", "add-wording": usual.id, "add-text": "缺少效果对比", "add-item": "form"})

    told = [(f.text, f.item_id, f.file_rule, f.clause) for f in queries.open_findings(draft.case)]
    form = next(item for item in definition.screening if item.id == "form")
    assert told == [
        (usual.text, "standard", "report", cite(definition, item.source)),
        ("缺少效果对比", "form", "report", cite(definition, form.source)),
    ]


def test_an_answer_that_does_not_settle_its_finding_is_asked_again_from_the_page() -> None:
    draft, address = _screened()
    office = make_officer()
    finding = actions.add_finding(application_id=draft.case.pk, text="效益证明未盖章", by=office, at=AT)
    actions.return_for_supplement(
        application_id=draft.case.pk, finding_ids=[finding.pk], due_at=AT + timedelta(days=1), by=office, at=AT
    )
    actions.answer(application_id=draft.case.pk, replies={finding.pk: "已盖"}, by=draft.author, at=AT)
    client, again = client_of(office), f"again-{finding.pk}-text"

    silent = client.post(address, {"act": "again", "finding": finding.pk, again: " "}).content.decode()
    client.post(address, {"act": "again", "finding": finding.pk, again: "印章仍不清晰"})

    assert "请写明" in silent
    assert [(f.text, f.state) for f in queries.open_findings(draft.case)] == [("印章仍不清晰", "open")]
