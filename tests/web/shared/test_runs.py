"""The page of an act on many cases that a job does: watched, left, read to the last refusal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from tests.web.confirmations import confirmation_of
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journey import actions
from zhiping.journey.models import Run, RunCase
from zhiping.programmes.models import Edition
from zhiping.screening import actions as screening
from zhiping.screening.models import Docket

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)
BULK = "/office/bulk/"


@pytest.fixture(autouse=True)
def _while_screening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    monkeypatch.setattr("zhiping.web.secretariat.bulk.MOST", 2)


def _cases(count: int, edition: Edition | None = None) -> list[int]:
    edition = edition or make_edition()
    cases = [make_case(edition, "screening", title=f"成果{n}") for n in range(count)]
    for case in cases:
        Docket.objects.create(application=case, checked_at=AT)
    return [case.pk for case in cases]


def _confirm(client: Client, act: str) -> Any:
    tried = _read_posted(client, {"act": act, "list": "applications", "all": "1"})
    return client.post(BULK, confirmation_of(tried))


def _read(client: Client, path: str) -> html.HtmlElement:
    return html.fromstring(client.get(path).content.decode())


def _rows(page: html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content().strip() for cell in row.xpath("td")] for row in page.xpath("//main//tbody/tr")]


def _run_of(ids: list[int], by: Actor) -> Run:
    return actions.start_run(act="screening.accept", application_ids=ids, by=by, at=AT)


def test_up_to_the_limit_the_page_waits_and_above_it_leads_to_the_page_of_the_job() -> None:
    edition, client = make_edition(), client_of(make_officer())
    _cases(2, edition)
    at_once = _confirm(client, "accept")
    started_then = Run.objects.count()
    _cases(3, edition)

    answer = _confirm(client, "accept")

    run = Run.objects.get()
    assert (at_once.headers["Location"], started_then) == ("/office/applications/?", 0)
    assert answer.headers["Location"] == f"/runs/{run.pk}/"
    assert (run.act, run.cases.count()) == ("screening.accept", 3)


def test_sharing_out_is_one_step_however_many_there_are() -> None:
    ids, office = _cases(3), make_officer()
    client = client_of(office)
    tried = _read_posted(client, {"act": "share_out", "list": "applications", "all": "1"})

    client.post(BULK, {**confirmation_of(tried), "officers": [office.person_id]})

    assert Docket.objects.filter(application__in=ids, officer=office.user_id).count() == 3
    assert not Run.objects.exists()


def _read_posted(client: Client, sent: dict[str, Any]) -> html.HtmlElement:
    return html.fromstring(client.post(BULK, sent).content.decode())


def test_the_page_tells_how_far_it_is_and_in_the_end_every_refusal_with_its_reason() -> None:
    ids, office = _cases(3), make_officer()
    client = client_of(office)
    screening.add_finding(application_id=ids[1], text="缺页", by=office, at=AT)
    run = _run_of(ids, office)
    RunCase.objects.filter(application=ids[0]).update(state="done")
    half = _read(client, f"/runs/{run.pk}/")
    RunCase.objects.update(state="waiting")
    actions.work_run(run_id=run.pk, clock=lambda: AT)

    whole, refused = _read(client, f"/runs/{run.pk}/"), _read(client, f"/runs/{run.pk}/?state=refused")

    (watched,) = half.xpath("//*[@data-watched]")
    assert "正在后台逐项办理：1 / 3。" in watched.text_content()
    assert watched.xpath(".//progress/@value") == ["1"]
    assert watched.xpath(".//a/@href") == [f"/runs/{run.pk}/"]
    assert half.xpath("//script[contains(@src,'watching')]")
    assert not whole.xpath("//*[@data-watched] | //script[contains(@src,'watching')]")
    assert "已结束：办理 2 项，未办理 1 项。" in whole.text_content()
    assert [row[2:] for row in _rows(whole)] == [
        ["已办理", "—"],
        ["未办理", "还有 1 项问题或提示没有处理，请逐项查看。"],
        ["已办理", "—"],
    ]
    assert [row[2] for row in _rows(refused)] == ["未办理"]


def test_what_is_shown_is_what_is_exported() -> None:
    ids, office = _cases(2), make_officer()
    run = _run_of(ids, office)
    RunCase.objects.filter(application=ids[0]).update(state="broken")
    RunCase.objects.filter(application=ids[1]).update(state="barred")
    client = client_of(office)

    def exported(state: str) -> list[str]:
        answer = client.get(f"/runs/{run.pk}.csv?state={state}")
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]  # type: ignore[attr-defined]

    assert [len(exported(state)) for state in ("", "done")] == [2, 0]
    assert exported("broken")[0].endswith("出错,系统出错，已试三次并记录。请打开这项申报单独办理。")
    assert exported("barred")[0].endswith("身份已结束,确认人的这一身份在办理期间已经结束。")
    assert client.get(f"/runs/{run.pk}.xlsx").status_code == 200


def test_the_list_of_runs_is_of_ones_own_capacity() -> None:
    office = make_officer()
    _run_of(_cases(2), office)
    recommender = make_member(make_organisation(), Role.RECOMMENDER)

    assert _rows(_read(client_of(office), "/runs/")) == [
        ["形式审查通过", "2022-06-08 10:00 周干事", "正在办理", "2", "0"]
    ]
    assert _rows(_read(client_of(recommender), "/runs/")) == []
    assert client_of(recommender).get(f"/runs/{Run.objects.get().pk}/").status_code == 404


def test_a_unit_opens_no_such_page() -> None:
    client = client_of(make_member(make_organisation(), Role.UNIT))

    assert [client.get(path).status_code for path in ("/runs/", "/runs/1/", "/runs/1.csv", "/runs/1.xlsx")] == [403] * 4


def test_the_page_takes_as_many_queries_for_five_cases_as_for_one(django_assert_num_queries: Any) -> None:
    office = make_officer()
    edition = make_edition()
    client, runs = client_of(office), [_run_of(_cases(count, edition), office) for count in (1, 5)]
    client.get(f"/runs/{runs[0].pk}/")

    for run in runs:
        with django_assert_num_queries(6):
            client.get(f"/runs/{run.pk}/")
