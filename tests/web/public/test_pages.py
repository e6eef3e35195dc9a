"""The public pages: readable without an account, honest about what is secret, the same number of queries at any length."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.documents.sheets import SHEETS
from tests.factories.cases import AT
from tests.factories.decisions import make_judged, make_notice, make_prepared, make_published, resolve_all
from tests.factories.editions import make_edition, make_recommender
from tests.factories.people import make_officer
from zhiping.accounts.models import User
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision import actions
from zhiping.decision.models import Objection, PublicNotice
from zhiping.documents.actions import typeset
from zhiping.journal.models import Entry
from zhiping.programmes import actions as programmes
from zhiping.programmes import queries as programmes_queries
from zhiping.programmes.models import Edition
from zhiping.showcase import actions as showcase
from zhiping.web.public import long_lists

pytestmark = pytest.mark.django_db


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def show(edition: Edition, at: object) -> None:
    """Let the edition's clock show this instant."""
    Edition.objects.filter(pk=edition.pk).update(is_demo=True, clock_shift=at - timezone.now())  # type: ignore[operator]


@pytest.fixture
def notice() -> PublicNotice:
    found = make_notice()
    show(found.edition, found.opened_at + timedelta(days=2))
    return found


def test_an_empty_house_says_so(client: Client) -> None:
    assert "目前没有正在进行的活动" in text(client, "/")
    assert "目前没有公示" in text(client, "/notices/")
    assert "还没有发布的名单" in text(client, "/publications/")
    assert "还没有公开分享的成果" in text(client, "/showcase/")


def test_home_shows_the_running_editions_with_where_they_stand(client: Client, notice: PublicNotice) -> None:
    page = text(client, "/")

    assert "2024年卓越管理创新成果评价" in page
    assert "公示中，5 天后结束" in page
    assert "全部活动不收取任何费用" in page


def test_an_edition_page_says_when_who_and_that_nothing_is_charged(client: Client) -> None:
    edition = make_edition("qc-circle/2022")
    make_recommender(edition)

    page = text(client, "/editions/qc-circle/2022/")

    wanted = [
        "4月下旬",
        "指导单位审定",
        "市仪器仪表行业协会",
        "会员与质量推进部",
        "不收费",
        "沪质协[2022]8号",
        "问题解决型",
        "标杆级",
    ]
    assert [w for w in wanted if w not in page] == []


def test_an_edition_that_was_never_opened_is_not_found(client: Client) -> None:
    text(client, "/editions/qc-circle/1999/", 404)


def test_the_application_window_says_its_exact_close(client: Client) -> None:
    edition = make_edition("excellence/2024")
    show(edition, edition.windows.get(stage_id="apply").closes_at - timedelta(days=3))

    assert "申报 2024-08-23 15:00 截止" in text(client, "/editions/")


def test_a_coarse_close_is_said_no_more_precisely_than_the_notice(client: Client) -> None:
    edition = make_edition("qc-circle/2022")
    show(edition, edition.windows.get(stage_id="apply").closes_at - timedelta(days=3))

    assert "申报 5月上旬 截止" in text(client, "/editions/")


def test_a_time_that_the_office_has_set_takes_the_place_of_the_notices_words(client: Client) -> None:
    edition = make_edition("qc-circle/2022")
    programmes.set_window(
        edition_id=edition.pk,
        stage_id="apply",
        opens_at=datetime(2022, 4, 25, 1, tzinfo=UTC),
        closes_at=datetime(2022, 5, 20, 14, tzinfo=UTC),
        reason="延长一周",
        by=make_officer(),
        at=AT,
    )

    page = text(client, "/editions/qc-circle/2022/")

    assert "2022-04-25 09:00 – 2022-05-20 22:00" in page
    assert ("4月下旬" in page, "6-7月" in page) == (False, True)


def test_a_notice_shows_its_rows_its_end_and_the_way_to_object(client: Client, notice: PublicNotice) -> None:
    page = text(client, f"/notices/{notice.pk}/")

    assert "以数据驱动的质量改进模式之1" in page
    assert "2022-05-13 24:00" in page
    assert page.count("/objection/") == 2
    assert notice.list_hash in page


def test_resolved_levels_are_nowhere_before_the_notice_opens(client: Client) -> None:
    edition = make_edition("excellence/2024")
    case = make_judged(edition, title="未公示的成果题目")
    resolve_all(edition, office=make_officer())

    pages = [
        text(client, path) for path in ("/", "/editions/", "/editions/excellence/2024/", "/notices/", "/publications/")
    ]

    assert [page for page in pages if case.title in page or case.number in page] == []


def filled(**changes: object) -> dict[str, object]:
    proof = SimpleUploadedFile("赵实名.pdf", typeset("receipt", SHEETS["receipt"], at=AT))
    given = {
        "name": "赵实名",
        "unit": "临江实业公司",
        "contact": "zhao@example.org",
        "grounds": "数据不符",
        "evidence": proof,
    }
    return given | changes


def test_an_objection_is_filed_followed_by_its_code_and_names_nobody(client: Client, notice: PublicNotice) -> None:
    item = notice.items.earliest("pk")

    filed = client.post(f"/notices/items/{item.pk}/objection/", filled(), follow=True).content.decode()

    objection = Objection.objects.get()
    assert objection.code in filed
    assert objection.code not in text(client, "/objections/status/")
    followed = client.post("/objections/status/", {"code": objection.code.lower()}).content.decode()
    client.cookies["django_language"] = "en"
    english = client.post("/objections/status/", {"code": objection.code}).content.decode()
    client.cookies["django_language"] = "zh-hans"
    called = programmes_queries.definition_of(notice.edition).title_en
    assert "核查中" in followed
    assert (notice.edition.title in followed, called in followed) == (True, False)
    assert (notice.edition.title in english, called in english) == (False, True)
    pages = [filed, followed] + [
        text(client, p) for p in (f"/notices/{notice.pk}/", "/", f"/notices/items/{item.pk}/objection/")
    ]
    assert [w for w in ("赵实名", "zhao@example.org", "临江实业") for page in pages if w in page] == []


def test_a_faulty_objection_keeps_what_was_typed_and_says_every_reason(client: Client, notice: PublicNotice) -> None:
    item = notice.items.earliest("pk")

    page = client.post(f"/notices/items/{item.pk}/objection/", filled(name="", evidence="")).content.decode()

    assert '<a href="#id_name">您的姓名（实名）：请填写您的真实姓名' in page
    assert '<a href="#id_evidence">证明材料：请附上必要的证明材料' in page
    assert "数据不符" in page
    assert Objection.objects.count() == 0


def test_after_the_notice_the_form_is_gone_and_a_late_objection_is_refused(
    client: Client, notice: PublicNotice
) -> None:
    item = notice.items.earliest("pk")
    show(notice.edition, notice.closes_at)

    assert "不再受理异议" in text(client, f"/notices/items/{item.pk}/objection/")
    late = client.post(f"/notices/items/{item.pk}/objection/", filled()).content.decode()
    assert Objection.objects.count() == 0
    assert "不再受理异议" in late


@override_settings(RATE_LIMITS={"objections": "2/h", "uploads": ""})
def test_nobody_floods_the_desk_with_objections_from_one_place(client: Client, notice: PublicNotice) -> None:
    item = notice.items.earliest("pk")

    answers = [client.post(f"/notices/items/{item.pk}/objection/", filled()).status_code for _ in range(3)]

    assert answers == [302, 302, 429]
    assert Objection.objects.count() == 2
    assert client.get(f"/notices/items/{item.pk}/objection/").status_code == 200


def test_an_unknown_code_is_said_to_be_unknown(client: Client) -> None:
    page = client.post("/objections/status/", {"code": "0000-0000-0000"}).content.decode()

    assert "没有这个查询码" in page
    assert "形如 K7QF-3M2X-9TWD" in page


def test_a_signed_in_objector_leaves_no_trace_of_the_account(client: Client, notice: PublicNotice) -> None:
    case = Application.objects.filter(edition=notice.edition).earliest("pk")
    client.force_login(User.objects.get(pk=case.created_by_id))

    client.post(f"/notices/items/{notice.items.latest('pk').pk}/objection/", filled())

    assert Entry.objects.get(act="decision.file_objection").user_id is None
    assert Objection.objects.get().evidence.stored_by_id is None


def test_a_published_list_reads_the_same_on_the_page_and_in_every_file(client: Client, tmp_path: object) -> None:
    released = make_published()
    cells = [[cell for cell in row["cells"] if cell] for row in released.rows]

    page = text(client, f"/publications/{released.pk}/")
    xlsx = client.get(f"/publications/{released.pk}/list.xlsx")
    csv = client.get(f"/publications/{released.pk}/list.csv").content.decode("utf-8-sig").splitlines()
    pdf = client.get(f"/publications/{released.pk}/list.pdf")

    book = tmp_path / "list.xlsx"  # type: ignore[operator]
    book.write_bytes(xlsx.content)
    sheet = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    assert [w for row in cells for w in row if w not in page] == []
    assert sheet[0] == csv[0].split(",") == ["序号", "成果标题", "申报单位", "评价类别", "评价等级"]
    assert [[str(cell) for cell in row] for row in sheet[1:]] == cells
    assert [line.split(",") for line in csv[1:]] == cells
    assert pdf.content.startswith(b"%PDF-")
    text(client, f"/publications/{released.pk}/list.exe", 404)


@pytest.mark.parametrize("kind", ["publications", "notices"])
def test_a_column_that_is_empty_on_every_row_of_the_list_is_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    edition = make_edition("excellence/2024")
    case = make_judged(edition, points="99")
    Application.objects.filter(pk=case.pk).update(person_name="王小明")
    released = make_published(edition, cases=2)
    address = f"/publications/{released.pk}/"
    if kind == "notices":
        address = f"/notices/{PublicNotice.objects.get(edition=edition).pk}/"
    monkeypatch.setattr(long_lists, "PAGE", 2)

    for page in (text(client, address), text(client, f"{address}?page=2")):
        assert [head in page for head in ("<th>申报人</th>", "<th>推荐单位</th>")] == [True, False]


@pytest.mark.parametrize("kind", ["publications", "notices"])
def test_a_long_list_comes_in_pages_and_is_searched_as_a_whole(
    client: Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    released = make_published(cases=3)
    address = f"/publications/{released.pk}/"
    if kind == "notices":
        address = f"/notices/{PublicNotice.objects.get(edition=released.edition).pk}/"
    titles = [row["cells"][1] for row in released.rows]
    monkeypatch.setattr(long_lists, "PAGE", 2)

    def shown(query: str = "") -> list[int]:
        page = text(client, address + query)
        return [place for place, title in enumerate(titles) if title in page]

    assert (shown(), shown("?page=2"), shown("?page=99"), shown("?page=x")) == ([0, 1], [2], [2], [0, 1])
    assert shown(f"?q={titles[2]}") == [2]
    assert shown("?q=没有这样的成果") == []
    assert "没有找到。换个词再试。" in text(client, f"{address}?q=没有这样的成果")
    assert "第 1–2 项，共 3 项" in text(client, address)


def test_a_list_of_a_real_years_length_is_read_as_a_whole(client: Client) -> None:
    page = text(client, f"/publications/{make_published(cases=3).pk}/")

    assert ("在名单中查找" in page, "下一页" in page, long_lists.PAGE > 345) == (False, False, True)


def test_an_unreleased_list_is_not_found(client: Client) -> None:
    prepared = make_prepared()

    text(client, f"/publications/{prepared.pk}/", 404)
    text(client, f"/publications/{prepared.pk}/list.csv", 404)


def test_a_stranger_checks_a_certificate_valid_then_revoked(client: Client) -> None:
    released, office = make_published(cases=1), make_officer()
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=office, at=AT)

    found = client.get("/verify/", {"code": issued.code.replace("-", " ").lower()})
    valid = text(client, found["Location"])
    actions.revoke_certificate(certificate_id=issued.pk, reason="单位更名后重发", by=office, at=AT)
    revoked = text(client, f"/verify/{issued.code}/")

    assert found["Location"] == f"/verify/{issued.code}/"
    assert "证书有效" in valid
    assert "不得在产品或包装上进行标注" in valid
    assert "证书已撤销" in revoked
    assert "单位更名后重发" in revoked


def test_an_unknown_code_is_said_to_be_none_of_ours(client: Client) -> None:
    assert "没有这张证书" in text(client, "/verify/0000-0000-0000/", 404)
    assert "没有这张证书" in client.get("/verify/", {"code": "<script>alert(1)</script>"}, follow=True).content.decode()


def test_a_certificate_whose_facts_were_tampered_with_is_not_called_valid(client: Client) -> None:
    released = make_published(cases=1)
    [issued] = actions.issue_certificates(edition_id=released.edition_id, by=make_officer(), at=AT)
    type(issued).objects.filter(pk=issued.pk).update(facts={**issued.facts, "level": "标杆级"})

    page = text(client, f"/verify/{issued.code}/")

    assert ("证书有效" in page, "证书数据不一致" in page) == (False, True)


def test_the_showcase_finds_by_two_characters_and_shows_plain_text(client: Client) -> None:
    case = Application.objects.get(edition=make_published(cases=1).edition)
    applicant = Actor(case.created_by_id, Role.APPLICANT, case.organisation_id, "申报人")
    body = "### 做法\n\n<script>alert(1)</script> [链接](javascript:alert(1)) ![图](https://x.example/p.png)"
    story = showcase.consent(
        application_id=case.pk, title="双循环模式", summary="以数据驱动", body=body, by=applicant, at=AT
    )
    text(client, f"/showcase/{story.pk}/", 404)
    showcase.publish_story(application_id=case.pk, by=make_officer(), at=AT)

    page = text(client, f"/showcase/{story.pk}/")

    assert f"/showcase/{story.pk}/" in text(client, "/showcase/?q=数据")
    assert "没有找到" in text(client, "/showcase/?q=航天")
    assert "<h3>做法</h3>" in page
    assert [
        w for w in ("<script>alert", 'href="javascript', "<img", 'src="https://x') if w in page.split("<main")[1]
    ] == []


def test_who_sees_what_prints_the_table_the_code_asks(client: Client) -> None:
    page = text(client, "/who-sees-what/")

    assert "评审专家姓名" in page
    assert "实名提出异议" in page
    assert 'href="/who-sees-what/"' in text(client, "/editions/")


def test_the_english_pages_carry_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    make_edition("qc-circle/2022")

    assert "Shanghai Quality Control Circle Activity 2022" in text(client, "/editions/")


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # sessions and caches are warm then
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_home_asks_the_same_number_of_questions_for_one_edition_as_for_three(client: Client) -> None:
    make_edition("qc-circle/2022")
    one = queries_of(client, "/")
    make_edition("qc-circle/2020")
    make_edition("excellence/2024")

    assert queries_of(client, "/") == one


def test_a_notice_and_a_list_ask_the_same_at_one_row_as_at_four(client: Client) -> None:
    short, long = make_published(cases=1), make_published(make_edition("qc-circle/2020"), cases=4)
    notices = [PublicNotice.objects.get(edition=p.edition).pk for p in (short, long)]

    assert queries_of(client, f"/publications/{short.pk}/") == queries_of(client, f"/publications/{long.pk}/")
    assert queries_of(client, f"/notices/{notices[0]}/") == queries_of(client, f"/notices/{notices[1]}/")


def test_the_showcase_asks_the_same_at_one_story_as_at_three(client: Client) -> None:
    office, counted = make_officer(), []
    for case in Application.objects.filter(edition=make_published(cases=3).edition).order_by("pk"):
        applicant = Actor(case.created_by_id, Role.APPLICANT, case.organisation_id, "申报人")
        showcase.consent(application_id=case.pk, title=case.title, summary="介绍", by=applicant, at=AT)
        showcase.publish_story(application_id=case.pk, by=office, at=AT)
        counted.append(queries_of(client, "/showcase/"))

    assert counted[0] == counted[2]


def test_an_english_reader_finds_english_headings_over_the_frozen_list(client: Client, notice: PublicNotice) -> None:
    chinese = text(client, f"/notices/{notice.pk}/")
    client.cookies["django_language"] = "en"

    english = text(client, f"/notices/{notice.pk}/")

    assert ("<th>成果标题</th>" in chinese, "<th>Title</th>" in chinese) == (True, False)
    assert ("<th>成果标题</th>" in english, "<th>Title</th>" in english) == (False, True)


def test_an_english_reader_finds_levels_and_groups_in_english_and_names_as_they_are(
    client: Client, notice: PublicNotice
) -> None:
    definition = programmes_queries.definition_of(notice.edition)
    row = notice.items.all()[0].row
    level = next(level for level in definition.levels if level.id == row["level"])
    names = [cell for cell in row["cells"] if "公司" in cell]
    chinese = text(client, f"/notices/{notice.pk}/")
    client.cookies["django_language"] = "en"

    english = text(client, f"/notices/{notice.pk}/")

    assert (f">{level.label}<" in chinese, f">{level.label_en}<" in chinese) == (True, False)
    assert (f">{level.label}<" in english, f">{level.label_en}<" in english) == (False, True)
    assert names
    assert all(name in english for name in names)
    assert notice.list_hash[:16] in english
