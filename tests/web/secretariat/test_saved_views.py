"""Views of the office's lists: kept under a name, one's own or the whole office's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from lxml import html

from tests.factories.cases import make_case
from tests.factories.editions import make_edition
from tests.factories.people import make_member, make_officer, make_organisation
from tests.web.clients import client_of
from zhiping.accounts import actions, queries, rules
from zhiping.accounts.models import OfficeRole, SavedView
from zhiping.core.errors import NotAllowed, RuleViolation
from zhiping.core.permissions.actor import Actor, Role

pytestmark = pytest.mark.django_db
LIST = "/office/applications/"
AT = datetime(2022, 6, 8, 2, tzinfo=UTC)


def _strip(client: Client, query: str = "") -> dict[str, str]:
    """Return the views shown above the list: what each says → where it leads."""
    page = html.fromstring(client.get(f"{LIST}?{query}").content.decode())
    links = page.xpath("//div[@class='views']/ul/li/a")
    return {" ".join(str(link.text_content()).split()): str(link.get("href")) for link in links}


def _save(client: Client, query: str, name: str, **more: str) -> int:
    sent = {"act": "save_view", "view-name": name, **{f"view-{key}": value for key, value in more.items()}}
    return client.post(f"{LIST}?{query}", sent).status_code


def _keep(by: Actor, name: str, *, shared: bool = False) -> SavedView:
    return actions.save_view(list_name="applications", name=name, query="phase=round", shared=shared, by=by, at=AT)


def test_a_list_kept_under_a_name_comes_back_with_filter_order_and_columns() -> None:
    make_case(make_edition(), "screening", title="缩短换模时间")
    client = client_of(make_officer())
    query = "phase=screening&q=换模&sort=title&columns=title&columns=state"

    _save(client, query, "我的审查")

    assert _strip(client) == {
        "我的审查": "?phase=screening&q=%E6%8D%A2%E6%A8%A1&sort=title&columns=title&columns=state"
    }
    kept = client.get(f"{LIST}{_strip(client)['我的审查']}")
    shown = html.fromstring(kept.content.decode())
    assert [row.text_content() for row in shown.xpath("//tbody/tr/td[@data-label]")] == ["缩短换模时间", "待形式审查"]
    assert shown.xpath("string(//div[@class='views']//a[@aria-current])") == "我的审查"


def test_a_view_is_exported_as_it_is_shown() -> None:
    edition = make_edition()
    for state, title in (("screening", "甲"), ("recommend", "乙"), ("screening", "丙")):
        make_case(edition, state, title=title)
    client = client_of(make_officer())
    _save(client, "phase=screening&sort=-title&columns=title&columns=state", "审查中")

    where = _strip(client)["审查中"]
    page = html.fromstring(client.get(f"{LIST}{where}").content.decode())
    link = next(str(a.get("href")) for a in page.xpath("//a[text()='CSV']"))
    answer = b"".join(client.get(link).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    assert answer.splitlines() == ["成果名称,状态", "甲,待形式审查", "丙,待形式审查"]


def test_a_shared_view_is_every_colleagues_and_a_personal_one_nobody_elses() -> None:
    owner, colleague = make_officer(name="周干事"), make_officer(name="吴干事")
    _keep(owner, "评审中", shared=True)
    _keep(owner, "私用")

    assert sorted(_strip(client_of(owner))) == ["私用", "评审中 已共享"]
    assert sorted(_strip(client_of(colleague))) == ["评审中 周干事"]


def test_a_view_of_somebody_who_has_left_the_office_leaves_with_them() -> None:
    owner, colleague = make_officer(), make_officer()
    _keep(owner, "评审中", shared=True)
    OfficeRole.objects.filter(user_id=owner.user_id).update(ended_at=AT)

    assert _strip(client_of(colleague)) == {}


def test_the_same_name_replaces_ones_own_view_and_not_a_colleagues() -> None:
    owner, colleague = make_officer(), make_officer()
    _keep(owner, "评审中", shared=True)
    _keep(colleague, "评审中")
    _save(client_of(owner), "phase=approval", "评审中")

    assert list(SavedView.objects.order_by("pk").values_list("query", "is_shared")) == [
        ("phase=approval", False),
        ("phase=round", False),
    ]


def test_a_colleagues_view_cannot_be_deleted() -> None:
    owner, colleague = make_officer(), make_officer()
    shared = _keep(owner, "评审中", shared=True)

    refused = client_of(colleague).post(LIST, {"act": "delete_view", "view": shared.pk}).status_code
    kept = SavedView.objects.count()
    client_of(owner).post(LIST, {"act": "delete_view", "view": shared.pk})

    assert (refused, kept, SavedView.objects.count()) == (404, 1, 0)


def test_a_view_without_a_name_is_refused_and_the_form_comes_back_open() -> None:
    answer = client_of(make_officer()).post(f"{LIST}?phase=round", {"act": "save_view", "view-name": " "})
    page = html.fromstring(answer.content.decode())

    assert page.xpath("//div[@class='views']/details/@open") == [""]
    assert "请给这个视图起一个名字。" in page.text_content()


def test_one_view_too_many_is_refused_but_an_old_name_is_overwritten() -> None:
    owner = make_officer()
    for n in range(rules.MOST_VIEWS):
        _keep(owner, f"视图{n}")

    with pytest.raises(RuleViolation, match=r"view\.too_many"):
        _keep(owner, "再来一个")
    _keep(owner, "视图3", shared=True)

    assert len(queries.views_for(owner, "applications")) == rules.MOST_VIEWS


def test_nobody_outside_the_office_keeps_views() -> None:
    with pytest.raises(NotAllowed):
        _keep(make_member(make_organisation(), Role.UNIT), "评审中")


def test_a_list_whose_address_is_too_long_is_refused_and_the_name_stays() -> None:
    officer = make_officer()
    query = "&".join(f"{name}={'%E6%8D%A2' * 60}" for name in ("category", "domain", "q"))

    answer = client_of(officer).post(f"{LIST}?{query}", {"act": "save_view", "view-name": "换模的成果"})

    assert "记不成视图" in answer.content.decode()
    assert 'value="换模的成果"' in answer.content.decode()
    assert SavedView.objects.count() == 0
    with pytest.raises(RuleViolation, match=r"view.too_long"):
        actions.save_view(list_name="applications", name="长", query="x" * 1001, shared=False, by=officer, at=AT)
    kept = actions.save_view(list_name="applications", name="长", query="x" * 1000, shared=False, by=officer, at=AT)
    assert len(kept.query) == 1000
