"""A section of the form: saves itself, keeps what was typed, shows two people's words side by side."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime

from tests.factories import drafts
from tests.factories.people import make_member, make_organisation
from tests.files.test_store import make_portrait
from tests.web.clients import client_of, edition_showing
from zhiping.applications.models import Content, Snapshot
from zhiping.core.definition.schema import Form
from zhiping.core.permissions.actor import Role
from zhiping.programmes import queries as programmes

pytestmark = pytest.mark.django_db
KEY = "qc-circle/2022"


def _draft(key: str = KEY, **dimensions: str) -> drafts.Draft:
    return drafts.begin(edition_showing(drafts.APPLYING[key], key), **dimensions)


def _address(draft: drafts.Draft, section: str) -> str:
    return f"/applications/{draft.case.pk}/sections/{section}/"


def _basics(**over: str) -> dict[str, object]:
    fields = ("title", "team_name", "organisation_name", "circle_number", "started_on", "finished_on", "trade")
    return {"on_page": list(fields), "revision": "0", "base": "{}"} | dict.fromkeys(fields, "") | over


def _post(client: Client, draft: drafts.Draft, section: str, data: dict[str, object], **more: str) -> object:
    return client.post(_address(draft, section), data, headers=more or None)


def test_a_section_is_saved_and_leads_to_the_next() -> None:
    draft = _draft()
    client = client_of(draft.author)

    answer = client.post(_address(draft, "basics"), _basics(title="提高一次合格率", started_on="2021-03", then="next"))

    assert (answer.status_code, answer["Location"]) == (302, _address(draft, "people"))
    assert Content.objects.get().answers["title"] == "提高一次合格率"


def test_what_is_wrong_is_kept_and_told_beside_the_field_and_at_the_top() -> None:
    draft = _draft()
    client = client_of(draft.author)

    answer = client.post(_address(draft, "basics"), _basics(title="字" * 31, started_on="去年三月"), follow=True)

    page = answer.content.decode()
    assert f'value="{"字" * 31}"' in page
    assert 'value="去年三月"' in page
    assert '<a href="#q-title">成果名称</a>：最多 30 字，现有 31 字。请精简。' in page
    assert '<a href="#q-started_on">活动开始年月</a>：请填写年月，例如 2024-06。' in page
    assert 'aria-invalid="true"' in page


def test_words_saved_on_another_day_say_which() -> None:
    draft = drafts.fill(_draft())
    client = client_of(draft.author)
    saved = localtime(Content.objects.get().saved_at)

    on_the_day = client.get(_address(draft, "basics")).content.decode()
    Content.objects.update(saved_at=saved - timedelta(days=3))
    later = client.get(_address(draft, "basics")).content.decode()

    assert f"已保存 {saved:%H:%M:%S}<" in on_the_day
    assert f"已保存 {saved - timedelta(days=3):%Y-%m-%d %H:%M}<" in later


def test_a_page_that_saves_itself_is_told_when_and_what_shows() -> None:
    draft = _draft(category="problem_solving")
    client = client_of(draft.author)
    data = {"on_page": ["goal_kind"], "goal_kind": "given", "revision": "0", "base": "{}"}

    answer = client.post(_address(draft, "report"), data, headers={"X-Autosave": "1"})

    told = answer.json()
    assert (told["revision"], told["merged"], json.loads(told["base"])) == (1, False, {"goal_kind": "given"})
    assert told["saved"].startswith("已保存 ")
    assert "feasibility" in told["shows"]
    assert "present_state" not in told["shows"]


def test_a_field_that_a_choice_brings_up_appears_without_script() -> None:
    draft = _draft(category="problem_solving")
    client = client_of(draft.author)
    before = client.get(_address(draft, "report")).content.decode()

    data = {"on_page": ["goal_kind"], "goal_kind": "given", "revision": "0", "base": "{}", "then": "next"}
    answer = client.post(_address(draft, "report"), data, follow=True)

    hidden = 'data-question="feasibility" hidden'
    assert hidden in before
    assert answer.redirect_chain[-1][0].startswith(_address(draft, "report"))
    assert hidden not in answer.content.decode()


def test_rows_are_added_filled_and_removed_without_script() -> None:
    draft = _draft()
    client = client_of(draft.author)
    rows = {f"members-{n}-name": name for n, name in enumerate(["王小明", "李思", "赵敏"])}
    rows |= {f"members-{n}-duty": "组员" for n in range(3)}
    data: dict[str, object] = {"on_page": "members", "revision": "0", "base": "{}"} | rows

    more = client.post(_address(draft, "people"), data | {"more_rows": "members"}, follow=True).content.decode()
    client.post(_address(draft, "people"), data | {"revision": "1", "base": "{}", "remove": "members-1"})

    assert 'name="members-5-name"' in more
    assert [m["name"] for m in Content.objects.get().answers["members"]] == ["王小明", "赵敏"]


def test_two_people_in_different_fields_are_merged() -> None:
    draft = _draft()
    client = client_of(draft.author)
    base = json.dumps({})

    client.post(_address(draft, "basics"), _basics(title="甲", base=base))
    answer = client.post(_address(draft, "basics"), _basics(trade="仪表", base=base), headers={"X-Autosave": "1"})

    assert {k: Content.objects.get().answers[k] for k in ("title", "trade")} == {"title": "甲", "trade": "仪表"}
    assert answer.json()["merged"] is True
    assert answer.json()["revision"] == 0


def test_two_people_in_one_field_see_both_and_nothing_is_lost() -> None:
    draft = _draft()
    client = client_of(draft.author)
    client.post(_address(draft, "basics"), _basics(title="甲的写法"))

    clash = client.post(_address(draft, "basics"), _basics(title="乙的写法", trade="仪表"))
    page = clash.content.decode()

    assert clash.status_code == 409
    assert "“成果名称”有两种写法" in page
    assert "甲的写法" in page
    assert 'name="title" value="乙的写法"' in page
    assert 'value="仪表"' in page
    assert Content.objects.get().answers["title"] == "甲的写法"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "乙的写法"), ("theirs", "甲的写法")])
def test_the_clash_is_settled_by_choosing(choice: str, kept: str) -> None:
    draft = _draft()
    client = client_of(draft.author)
    client.post(_address(draft, "basics"), _basics(title="甲的写法"))
    seen = {"revision": "1", "base": json.dumps({"title": "甲的写法"}), "take-title": choice}

    client.post(_address(draft, "basics"), _basics(title="乙的写法") | seen)

    assert Content.objects.get().answers["title"] == kept


def test_a_page_that_saves_itself_gets_both_writings_and_what_its_next_save_starts_from() -> None:
    draft = _draft()
    client = client_of(draft.author)
    client.post(_address(draft, "basics"), _basics(title="甲的写法"))

    answer = client.post(_address(draft, "basics"), _basics(title="乙的写法"), headers={"X-Autosave": "1"})

    told = answer.json()
    assert (answer.status_code, told["revision"], json.loads(told["base"])["title"]) == (409, 1, "甲的写法")
    assert "“成果名称”有两种写法" in told["clash"]
    assert "<mark>乙</mark>的写法" in told["clash"]
    assert "<mark>甲</mark>的写法" in told["clash"]


def test_of_two_long_texts_both_can_be_kept_and_sending_twice_doubles_nothing() -> None:
    draft = _draft(category="problem_solving")
    client = client_of(draft.author)
    field = next(f.id for s in _form(draft).sections if s.id == "report" for f in s.fields if f.kind == "long_text")

    def post(text: str, **more: str) -> str:
        data = {"on_page": [field], field: text, "revision": "0", "base": "{}"} | more
        return client.post(_address(draft, "report"), data).content.decode()

    post("同事写的一段。")
    page = post("我写的一段。")
    for _time in range(2):
        revision, base = str(Content.objects.get().revision), json.dumps({field: Content.objects.get().answers[field]})
        post("我写的一段。", revision=revision, base=base, **{f"take-{field}": "both"})

    assert 'value="both"' in page
    assert Content.objects.get().answers[field] == "同事写的一段。\n\n我写的一段。"


def _form(draft: drafts.Draft) -> Form:
    return programmes.definition_of(draft.case.edition).form_for(draft.case.dimensions)


def test_an_earlier_state_is_listed_compared_and_brought_back_by_field() -> None:
    draft = _draft()
    client = client_of(draft.author)
    client.post(_address(draft, "basics"), _basics(title="原来的题目", trade="仪表"))
    Snapshot.objects.update(is_closed=True)
    client.post(_address(draft, "basics"), _basics(title="改坏的题目", trade="化工", revision="1"))
    first = Snapshot.objects.order_by("pk")[0]
    history = f"/applications/{draft.case.pk}/history/"

    listed, compared = client.get(history).content.decode(), client.get(f"{history}{first.pk}/").content.decode()
    nothing = client.post(f"{history}{first.pk}/", {})
    done = client.post(f"{history}{first.pk}/", {"field": ["title"]})

    assert ("2 栏不同" in listed, "<mark>原来</mark>的题目" in compared, "化工" in compared) == (True, True, True)
    assert (nothing.status_code, done.status_code) == (409, 302)
    assert Content.objects.get().answers["title"] == "原来的题目"
    assert Content.objects.get().answers["trade"] == "化工"


def test_after_the_close_nothing_is_saved_and_everything_typed_stays_on_the_page() -> None:
    draft = _draft()
    programmes.get_edition(draft.case.edition_id).windows.filter(stage_id="apply").update(closes_at=draft.at)
    client = client_of(draft.author)

    answer = client.post(_address(draft, "basics"), _basics(title="迟到的题目"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已于 2022-04-25 10:00:00 截止" in page
    assert 'value="迟到的题目"' in page
    assert "title" not in Content.objects.get().answers


def test_a_private_value_is_masked_when_the_page_comes_back() -> None:
    draft = _draft()
    client = client_of(draft.author)
    data = {"on_page": ["contact_mobile"], "contact_mobile": "13900001111", "revision": "0", "base": "{}"}

    page = client.post(_address(draft, "people"), data, follow=True)
    again = client.get(_address(draft, "people")).content.decode()

    assert page.status_code == 200
    assert "13900001111" not in again
    assert Content.objects.get().answers["contact_mobile"].startswith("139")


def test_the_photo_of_the_personal_form_is_kept_as_a_file_of_the_case() -> None:
    draft = _draft("excellence/2024", category="experience")
    client = client_of(draft.author)
    form = programmes.definition_of(draft.case.edition).form_for(draft.case.dimensions)
    photo = next(f for f in form.fields() if f.kind == "photo")
    section = next(s for s in form.sections if photo in s.fields)
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 -- beside its only use

    data = {
        "on_page": [photo.id],
        photo.id: SimpleUploadedFile("证件照.png", make_portrait()),
        f"crop-{photo.id}-x": "0.2",
        f"crop-{photo.id}-zoom": "nan",
        "revision": "0",
        "base": "{}",
    }
    client.post(_address(draft, section.id), data)

    attachment = draft.case.attachments.get()
    assert Content.objects.get().answers[photo.id] == str(attachment.file_id)
    page = client.get(f"/cases/{draft.case.pk}/files/{attachment.file_id}/")
    assert (page.status_code, page["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("category", ["model", "experience"])
def test_both_official_forms_of_excellence_2024_show_every_field(category: str) -> None:
    draft = _draft("excellence/2024", category=category)
    client = client_of(draft.author)
    form = programmes.definition_of(draft.case.edition).form_for(draft.case.dimensions)

    shown = {}
    for section in form.sections:
        page = client.get(_address(draft, section.id)).content.decode()
        shown |= {f.id: (f'data-question="{f.id}"' in page and f.label in page) for f in section.fields}

    assert [name for name, there in shown.items() if not there] == []
    assert len(shown) == len(list(form.fields()))


def test_a_colleague_without_a_part_in_it_and_a_stranger_find_nothing() -> None:
    draft = _draft()
    colleague = make_member(draft.case.organisation, Role.APPLICANT)
    stranger = make_member(make_organisation(), Role.APPLICANT)

    answers = [client_of(actor).get(_address(draft, "basics")).status_code for actor in (colleague, stranger)]

    assert answers == [404, 404]
    assert client_of(draft.unit).get(_address(draft, "basics")).status_code == 403


def test_an_unknown_section_is_not_found() -> None:
    draft = _draft()

    assert client_of(draft.author).get(_address(draft, "nowhere")).status_code == 404


def test_a_section_takes_the_same_queries_empty_and_full(django_assert_max_num_queries: object) -> None:
    draft = _draft()
    client = client_of(draft.author)
    with django_assert_max_num_queries(20) as empty:  # type: ignore[operator]
        client.get(_address(draft, "basics"))
    drafts.fill(draft)

    with django_assert_max_num_queries(len(empty)):  # type: ignore[operator]
        client.get(_address(draft, "basics"))
