"""From the list of editions to the receipt, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories import drafts
from tests.factories.editions import make_recommender
from tests.factories.people import make_member, make_officer, make_organisation, make_team
from tests.files.test_store import make_pdf, make_picture
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Application, Attachment, Content, Receipt, SignUp
from zhiping.applications.queries import confirming
from zhiping.core.permissions.actor import Actor, Role
from zhiping.organisations.actions import names
from zhiping.organisations.models import Organisation
from zhiping.web.shared.arrival import STAMP

pytestmark = pytest.mark.django_db
SIGNING_UP = datetime(2022, 4, 5, 2, tzinfo=UTC)
APPLYING = drafts.APPLYING["qc-circle/2022"]


def _draft(key: str = "qc-circle/2022", **more: object) -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING[key], key), **more)  # type: ignore[arg-type]


def _upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _applicant() -> tuple[Actor, Client]:
    actor = make_member(make_organisation(), Role.APPLICANT)
    return actor, client_of(actor)


def test_a_unit_signs_up_while_the_window_is_open() -> None:
    actor, client = _applicant()
    edition = edition_showing(SIGNING_UP)

    before = client.get("/applications/").content.decode()
    client.post(f"/applications/sign-up/{edition.pk}/")

    assert "报名</button>" in before
    assert list(SignUp.objects.values_list("organisation_id", "signed_up_by_id")) == [(actor.scope_id, actor.user_id)]


def test_who_is_signed_up_reads_so_and_the_next_one_is_chosen_at_first() -> None:
    actor, client = _applicant()
    edition, address = edition_showing(SIGNING_UP), "/applications/sign-up/{}/"
    client.post(address.format(edition.pk))
    alone = client.get(address.format(edition.pk)).content.decode()
    team = make_team(Organisation.objects.get(pk=actor.scope_id))

    page = client.get(address.format(edition.pk)).content.decode()

    assert ('name="team"' in alone, "本单位（已报名）" in page) == (False, True)
    assert f'<option value="{team.pk}" selected>晨光QC小组</option>' in page


@pytest.mark.parametrize(
    ("instant", "words"),
    [(datetime(2022, 3, 1, tzinfo=UTC), "报名尚未开始"), (datetime(2023, 3, 1, tzinfo=UTC), "报名已截止")],
)
def test_an_edition_that_cannot_be_entered_says_whether_it_opens_or_is_over(instant: datetime, words: str) -> None:
    _actor, client = _applicant()
    edition_showing(instant)

    assert words in client.get("/applications/").content.decode()


def test_before_the_window_nothing_can_be_signed_up() -> None:
    _actor, client = _applicant()
    edition = edition_showing(datetime(2022, 3, 1, tzinfo=UTC))

    answer = client.post(f"/applications/sign-up/{edition.pk}/")

    assert answer.status_code == 409
    assert "还没有到开放时间" in answer.content.decode()
    assert SignUp.objects.count() == 0


def test_a_draft_is_started_for_a_team_with_its_way_and_leads_to_the_conditions() -> None:
    actor, client = _applicant()
    edition = edition_showing(APPLYING)
    recommender = make_recommender(edition)
    SignUp.objects.create(
        edition=edition, organisation_id=actor.scope_id, signed_up_at=SIGNING_UP, signed_up_by_id=actor.user_id
    )
    team = make_team(recommender.organisation.__class__.objects.get(pk=actor.scope_id))

    page = client.get(f"/applications/start/{edition.pk}/").content.decode()
    answer = client.post(
        f"/applications/start/{edition.pk}/",
        {"team": team.pk, "d_category": "innovative", "d_domain": "sme", "way": f"recommender:{recommender.pk}"},
    )

    case = Application.objects.get()
    assert "自愿参加，未被收取任何费用" in page
    assert "三." in page
    assert answer["Location"] == f"/applications/{case.pk}/conditions/"
    assert (case.team, case.category, case.domain, case.recommender) == (team, "innovative", "sme", recommender)
    assert Content.objects.get().answers["organisation_name"] == case.organisation.name


def test_without_signing_up_the_start_is_refused_and_keeps_the_choices() -> None:
    actor, client = _applicant()
    edition = edition_showing(APPLYING)
    recommender = make_recommender(edition)
    team = make_team(actor and recommender.organisation.__class__.objects.get(pk=actor.scope_id))

    page = client.post(
        f"/applications/start/{edition.pk}/",
        {"team": team.pk, "d_category": "innovative", "d_domain": "sme", "way": f"recommender:{recommender.pk}"},
    ).content.decode()

    assert "本单位还没有报名这项活动" in page
    assert f'value="{team.pk}" selected' in page
    assert Application.objects.count() == 0


def test_a_foreign_firm_sees_the_direct_way_and_a_state_owned_one_does_not() -> None:
    edition = edition_showing(drafts.APPLYING["excellence/2024"], "excellence/2024")
    pages = []
    for ownership in ("foreign", "state_owned"):
        client = client_of(make_member(make_organisation(ownership=ownership), Role.APPLICANT))
        pages.append(client.get(f"/applications/start/{edition.pk}/").content.decode())

    assert ["way:direct.foreign" in page for page in pages] == [True, False]


def test_a_foreign_firm_starts_directly_and_a_person_in_the_third_category() -> None:
    edition = edition_showing(drafts.APPLYING["excellence/2024"], "excellence/2024")
    client = client_of(make_member(make_organisation(ownership="foreign"), Role.APPLICANT))
    address, way = f"/applications/start/{edition.pk}/", "way:direct.foreign"

    client.post(address, {"d_category": "model", "person_name": "", "way": way})
    client.post(address, {"d_category": "experience", "person_name": "陈思远", "way": way})

    kinds = Application.objects.order_by("pk").values_list("applicant", "person_name", "direct_route")
    assert list(kinds) == [("organisation", "", "direct.foreign"), ("person", "陈思远", "direct.foreign")]


def test_conditions_are_asked_with_their_clauses_and_an_unmet_one_is_told_at_once() -> None:
    draft = _draft()
    client = client_of(draft.author)
    address = f"/applications/{draft.case.pk}/conditions/"

    asked = client.get(address).content.decode()
    told = client.post(address, {"voluntary": "yes", "follows_standard": "no", "circle_registered": "yes"}, follow=True)

    assert "按《质量管理小组活动准则》开展活动" in asked
    assert "不符合的不能提交" in told.content.decode()
    assert Content.objects.get().eligibility == {
        "voluntary": True,
        "follows_standard": False,
        "circle_registered": True,
    }


@pytest.mark.parametrize(("rule", "typed"), [("recent_activity", "2023-02-30"), ("ten_years", "二十")])
def test_an_answer_that_cannot_be_is_told_or_not_kept_and_breaks_nothing(rule: str, typed: str) -> None:
    draft = _draft("excellence/2024", category="experience" if rule == "ten_years" else "model")
    client = client_of(draft.author)
    address = f"/applications/{draft.case.pk}/conditions/"

    answer = client.post(address, {rule: typed}, follow=True)

    assert answer.status_code in (200, 409)
    assert rule not in Content.objects.get().eligibility
    assert client.get(address).status_code == 200


def test_a_draft_tells_on_top_what_is_next_once_the_form_is_written() -> None:
    draft = _draft()
    client = client_of(draft.author)

    def told() -> list[bool]:
        page = client.get(f"/applications/{draft.case.pk}/").content.decode()
        return [f'<p class="jump"><a href="#{place}">' in page for place in ("opinion", "hand-in")]

    assert told() == [False, False]
    drafts.fill(draft)
    assert told() == [True, False]
    drafts.endorse(draft)
    assert told() == [False, True]


def test_met_conditions_lead_on_to_the_form() -> None:
    draft = _draft()

    answer = client_of(draft.author).post(
        f"/applications/{draft.case.pk}/conditions/",
        {"voluntary": "yes", "follows_standard": "yes", "circle_registered": "yes"},
    )

    assert answer["Location"] == f"/applications/{draft.case.pk}/"


def test_files_are_taken_one_by_one_and_each_refusal_names_its_file() -> None:
    draft = _draft()
    client = client_of(draft.author)

    answer = client.post(
        f"/applications/{draft.case.pk}/files/",
        {"rule": "report", "file": [_upload("成果报告.pdf", make_pdf(3)), _upload("假报告.pdf", make_picture("PNG"))]},
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "假报告.pdf：“成果报告”只接受 pdf、docx 格式" in page
    assert list(Attachment.objects.values_list("file__name", flat=True)) == ["成果报告.pdf"]
    assert Attachment.objects.get().file.sha256[:16] in page


def test_a_file_is_handed_out_as_a_download_that_nothing_runs() -> None:
    draft = drafts.fill(_draft())
    attachment = draft.case.attachments.get(rule_id="report")

    answer = client_of(draft.author).get(f"/cases/{draft.case.pk}/files/{attachment.file_id}/")

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_file_taken_back_is_gone_and_a_strangers_file_never_was() -> None:
    draft, other = drafts.fill(_draft()), drafts.fill(_draft("excellence/2024", category="model"))
    attachment = draft.case.attachments.get(rule_id="report")
    foreign = other.case.attachments.first()
    client = client_of(draft.author)

    client.post(f"/applications/{draft.case.pk}/files/{attachment.pk}/")

    assert client.get(f"/cases/{draft.case.pk}/files/{attachment.file_id}/").status_code == 404
    assert client.get(f"/cases/{draft.case.pk}/files/{foreign.file_id}/").status_code == 404  # type: ignore[union-attr]
    assert client.get(f"/cases/{other.case.pk}/files/{foreign.file_id}/").status_code == 404  # type: ignore[union-attr]
    assert client_of(make_officer()).get(f"/cases/{other.case.pk}/files/{foreign.file_id}/").status_code == 404  # type: ignore[union-attr]


def test_the_review_page_tells_every_reason_with_a_link_to_each_place() -> None:
    draft = _draft()

    page = client_of(draft.author).get(f"/applications/{draft.case.pk}/submit/").content.decode()

    assert f'href="/applications/{draft.case.pk}/sections/basics/?check=1#q-title"' in page
    assert f'<a href="/applications/{draft.case.pk}/files/">缺少材料：成果报告' in page
    assert f'<a href="/applications/{draft.case.pk}/#opinion">单位还没有出具意见' in page
    assert "提交申报" not in page


def test_a_complete_draft_is_submitted_once_and_shows_its_receipt() -> None:
    draft = drafts.endorse(drafts.fill(_draft()))
    client = client_of(draft.author)
    address = f"/applications/{draft.case.pk}/submit/"
    assert "提交申报" in client.get(address).content.decode()

    confirmed = confirming.digest_of(draft.case)
    first, again = (client.post(address, {"key": "k", "confirmed": confirmed}) for _ in range(2))
    receipt = Receipt.objects.get()
    page = client.get(first["Location"]).content.decode()

    assert first["Location"] == again["Location"] == f"/applications/{draft.case.pk}/receipt/"
    assert receipt.number in page
    assert receipt.content_hash in page
    assert client.get(f"/applications/{draft.case.pk}/receipt.pdf").content.startswith(b"%PDF-")


def test_nothing_is_submitted_before_the_words_of_the_certificate_are_confirmed_as_they_stand_now() -> None:
    draft = drafts.endorse(drafts.fill(_draft()))
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/submit/"
    confirmed = confirming.digest_of(draft.case)
    assert ["证书上将这样写" in (shown := client.get(address).content.decode()), draft.case.title in shown] == [
        True
    ] * 2

    without = client.post(address, {"key": "k"})
    unit = draft.case.organisation
    names.rename(organisation_id=unit.pk, name="上海新名称仪表有限公司", reason="更名", by=make_officer(), at=draft.at)
    outdated = client.post(address, {"key": "k", "confirmed": confirmed})

    assert [answer.status_code for answer in (without, outdated)] == [409, 409]
    assert "请核对证书上将要写的内容" in without.content.decode()
    assert "上海新名称仪表有限公司" in outdated.content.decode()
    assert Receipt.objects.count() == 0


def test_submitting_an_incomplete_draft_changes_nothing_and_leads_back_to_the_reasons() -> None:
    draft = _draft()
    client = client_of(draft.author)

    answer = client.post(f"/applications/{draft.case.pk}/submit/", {"key": "k"}, follow=True)

    assert "现在还不能提交" in answer.content.decode()
    assert Receipt.objects.count() == 0


def test_who_hands_in_too_late_reads_when_the_form_had_arrived_whatever_its_own_clock_says() -> None:
    closes_at = datetime(2022, 5, 10, 16, tzinfo=UTC)
    draft = drafts.endorse(drafts.fill(_draft()))
    client, address = client_of(draft.author), f"/applications/{draft.case.pk}/submit/"
    early = {"at": "2022-04-25T02:00:00Z", "submitted_at": "1650852000"}

    confirmed = confirming.digest_of(draft.case)

    def send(arrived_at: datetime) -> HttpResponse:
        shift = draft.case.edition.clock_shift
        return client.post(
            address, {"key": "k", "confirmed": confirmed, **early}, **{STAMP: (arrived_at - shift).timestamp()}
        )

    late, in_time = send(closes_at), send(closes_at - timedelta(milliseconds=1))

    assert (late.status_code, in_time.status_code) == (409, 302)
    assert "2022-05-11 00:00:00.000000" in late.content.decode()
    assert abs(Receipt.objects.get().at - (closes_at - timedelta(milliseconds=1))) < timedelta(microseconds=2)


def test_another_way_is_chosen_and_one_that_is_not_open_is_refused() -> None:
    draft = _draft()
    other = make_recommender(draft.case.edition, make_organisation("临江区市场监督管理局"))
    client = client_of(draft.author)
    address = f"/applications/{draft.case.pk}/route/"

    client.post(address, {"way": f"recommender:{other.pk}"})
    refused = client.post(address, {"way": "way:direct.foreign"})

    draft.case.refresh_from_db()
    assert draft.case.recommender == other
    assert refused.status_code == 200
    assert "form__error" in refused.content.decode()


def test_a_colleague_writes_too_and_can_be_taken_off() -> None:
    draft = _draft()
    colleague = make_member(draft.case.organisation, Role.APPLICANT, "孙力")
    client, theirs = client_of(draft.author), client_of(colleague)
    address = f"/applications/{draft.case.pk}/writers/"

    client.post(address, {"add": colleague.user_id})
    joined = theirs.get(f"/applications/{draft.case.pk}/").status_code
    client.post(address, {"remove": colleague.user_id})

    assert joined == 200
    assert theirs.get(f"/applications/{draft.case.pk}/").status_code == 404


def test_a_case_is_withdrawn_with_a_reason_only() -> None:
    draft = drafts.submitted(edition_showing(APPLYING))
    client = client_of(draft.author)
    address = f"/cases/{draft.case.pk}/withdraw/"

    silent = client.post(address, {"reason": " "})
    client.post(address, {"reason": "数据需重新核实"})

    draft.case.refresh_from_db()
    assert (silent.status_code, draft.case.state) == (409, "withdrawn")
    assert client_of(make_member(make_organisation(), Role.APPLICANT)).get(address).status_code == 404


def test_the_list_takes_the_same_queries_for_one_and_three_drafts(django_assert_max_num_queries: object) -> None:
    draft = _draft()
    client = client_of(draft.author)
    with django_assert_max_num_queries(20) as one:  # type: ignore[operator]
        client.get("/applications/")
    for _ in range(2):
        more = drafts.begin(draft.case.edition, organisation=draft.case.organisation, recommender=draft.recommender)
        more.case.editors.add(draft.author.user_id)

    with django_assert_max_num_queries(len(one)):  # type: ignore[operator]
        page = client.get("/applications/").content.decode()
    assert page.count("未命名成果") == 3


@pytest.mark.parametrize("page", ["", "conditions/", "files/", "route/", "writers/", "submit/"])
def test_a_page_of_a_draft_takes_the_same_queries_empty_and_full(
    page: str, django_assert_max_num_queries: object
) -> None:
    draft = _draft()
    client = client_of(draft.author)
    address = f"/applications/{draft.case.pk}/{page}"
    with django_assert_max_num_queries(60) as empty:  # type: ignore[operator]
        client.get(address)
    drafts.fill(draft)

    with django_assert_max_num_queries(len(empty)):  # type: ignore[operator]
        client.get(address)
