"""The office's long lists: searched, narrowed, kept as a view, handed out exactly as they are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition, make_recommender
from tests.factories.panels import REVIEWING, commit, make_expert
from tests.factories.people import make_officer, make_organisation, make_team, make_user
from tests.web.clients import client_of
from zhiping.applications.models import SignUp
from zhiping.decision.models import Certificate, NoticeItem, Objection, Proposal, PublicNotice
from zhiping.experts import actions as experts
from zhiping.experts.models import Expert
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation.models import Complaint
from zhiping.review.models import Conflict

pytestmark = pytest.mark.django_db


def _pool(edition: Edition) -> str:
    for name, field in (("顾长庚", "service"), ("沈培", "manufacturing")):
        Expert.objects.filter(pk=make_expert(name).scope_id or 0).update(fields=[field])
    return "/office/review/pool/"


def _experts(edition: Edition) -> str:
    asked, signed = make_expert("顾长庚"), make_expert("沈培")
    make_expert("从未邀请")
    experts.invite(
        expert_id=asked.scope_id or 0, edition_id=edition.pk, by=make_officer(), at=REVIEWING["qc-circle/2022"]
    )
    commit(signed, edition)
    return f"/office/review/{edition.pk}/experts/"


def _conflicts(edition: Edition) -> str:
    for name, title in (("顾长庚", "甲成果"), ("沈培", "乙成果")):
        case, expert = make_case(edition, "desk", title=title), make_expert(name)
        Conflict.objects.create(
            application=case, expert_id=expert.scope_id, kind="same_group", source="register", is_certain=False,
            found_at=AT,
        )  # fmt: skip
    return f"/office/review/{edition.pk}/conflicts/"


def _sign_ups(edition: Edition) -> str:
    who, unit, other = make_user("经办人"), make_organisation("浦江仪表有限公司"), make_organisation("临江泵业有限公司")
    SignUp.objects.create(edition=edition, organisation=unit, team=make_team(unit), signed_up_at=AT, signed_up_by=who)
    SignUp.objects.create(edition=edition, organisation=other, signed_up_at=AT, signed_up_by=who)
    return f"/office/editions/{edition.pk}/sign-ups/"


def _proposals(edition: Edition) -> str:
    for title, level in (("甲成果", "selected"), ("乙成果", "")):
        case = make_case(edition, "approval", title=title)
        Proposal.objects.create(application=case, level=level, basis={"points": "88.5", "rank": 2}, proposed_at=AT)
    return f"/office/decision/{edition.pk}/proposals/"


def _certificates(edition: Edition) -> str:
    office = make_officer()
    for number, recipient, revoked in (("C-1", "甲小组", None), ("C-2", "乙小组", AT)):
        Certificate.objects.create(
            application=make_case(edition, "published"), number=number, code=number, facts_hash="0" * 64, issued_at=AT,
            facts={"recipient": recipient, "level": "入选"}, issued_by_id=office.person_id, revoked_at=revoked,
        )  # fmt: skip
    return f"/office/decision/{edition.pk}/certificates/"


def _objections(edition: Edition) -> str:
    office = make_officer()
    notice = PublicNotice.objects.create(
        edition=edition, stage_id="notice", title="公示", days=7, opened_at=AT, closes_at=AT + timedelta(days=7), list_hash="0" * 64,
        opened_by_id=office.person_id,
    )  # fmt: skip
    for place, (title, state) in enumerate((("甲成果", "open"), ("乙成果", "refused")), 1):
        item = NoticeItem.objects.create(notice=notice, application=make_case(edition, "notice", title=title), row={})
        settled = {"settled_at": AT, "answer": "不成立"} if state == "refused" else {}
        Objection.objects.create(
            item=item, code=f"O{place}", identity=b"", grounds="…", state=state, filed_at=AT, **settled
        )  # fmt: skip
    return f"/office/decision/{edition.pk}/objections/"


def _complaints(edition: Edition) -> str:
    for place, (name, state) in enumerate((("甲协会", "open"), ("乙协会", "refuted")), 1):
        unit = make_recommender(edition, make_organisation(name))
        Complaint.objects.create(
            recommender=unit, misconduct="fees", code=f"K{place}", identity=b"", grounds="…", state=state, filed_at=AT
        )  # fmt: skip
    return "/office/complaints/"


def _organisations(edition: Edition) -> str:
    make_organisation("浦江仪表有限公司", district="浦东新区")
    make_organisation("临江泵业有限公司", approved_at=None)
    return "/office/organisations/"


def _recommenders(edition: Edition) -> str:
    make_recommender(edition, make_organisation("甲协会"))
    gone = make_recommender(edition, make_organisation("乙协会"))
    Recommender.objects.filter(pk=gone.pk).update(disqualified_at=AT)
    return f"/office/editions/{edition.pk}/"


Made = Callable[[Edition], str]
NARROWED: list[tuple[Made, str, list[str]]] = [
    (_pool, "field=manufacturing", ["沈培"]),
    (_pool, "q=顾长庚", ["顾长庚"]),
    (_experts, "answer=waiting", ["顾长庚"]),
    (_experts, "answer=committed", ["沈培"]),
    (_experts, "answer=none", ["从未邀请"]),
    (_experts, "answer=accepted", []),
    (_conflicts, "q=乙成果", ["沈培"]),
    (_sign_ups, "applicant=team", ["浦江仪表有限公司"]),
    (_sign_ups, "q=临江", ["临江泵业有限公司"]),
    (_proposals, "level=none", ["乙成果"]),
    (_proposals, "level=selected", ["甲成果"]),
    (_proposals, "q=甲成果", ["甲成果"]),
    (_certificates, "state=valid", ["C-1"]),
    (_certificates, "state=revoked", ["C-2"]),
    (_certificates, "q=乙小组", ["C-2"]),
    (_certificates, "level=入选", ["C-1", "C-2"]),
    (_objections, "state=open", ["甲成果"]),
    (_complaints, "state=refuted", ["乙协会"]),
    (_organisations, "district=浦东新区", ["浦江仪表有限公司"]),
    (_organisations, "state=entered", ["临江泵业有限公司"]),
    (_organisations, "q=泵业&state=approved", []),
    (_recommenders, "state=disqualified", ["乙协会"]),
    (_recommenders, "q=甲协会&kind=industry", ["甲协会"]),
]
NAMES = [
    *("顾长庚", "沈培", "从未邀请", "甲成果", "乙成果", "浦江仪表有限公司", "临江泵业有限公司", "C-1", "C-2"),
    *("甲协会", "乙协会"),
]


def _rows(client: Client, path: str) -> list[str]:
    """Return which of the things made stand first in a row of the list."""
    page = html.fromstring(client.get(path).content.decode())
    found = [" ".join(str(row.text_content()).split()) for row in page.xpath("//main//tbody/tr")]
    return [name for row in found for name in NAMES if row.startswith(name)]


def _export(client: Client, path: str) -> list[str] | None:
    """Return the same of the file that the page links to, None where it links to none."""
    page = html.fromstring(client.get(path).content.decode())
    link = next((str(a.get("href")) for a in page.xpath("//main//a[text()='CSV']")), None)
    if link is None:
        return None
    lines = b"".join(client.get(link).streaming_content).decode("utf-8-sig").splitlines()[1:]  # type: ignore[attr-defined]
    return [name for line in lines for name in NAMES if name in line.split(",")[:2]]


@pytest.mark.parametrize(("make", "query", "shown"), NARROWED)
def test_a_list_is_narrowed_kept_as_a_view_and_exported_as_shown(make: Made, query: str, shown: list[str]) -> None:
    path, client = make(make_edition()), client_of(make_officer())

    client.post(f"{path}?{query}", {"act": "save_view", "view-name": "常用"})
    page = html.fromstring(client.get(path).content.decode())
    (view,) = (str(a.get("href")) for a in page.xpath("//div[@class='views']/ul//a"))

    assert (_rows(client, f"{path}{view}"), _export(client, f"{path}{view}")) in [(shown, shown), (shown, None)]


@pytest.mark.parametrize("make", [_pool, _experts, _sign_ups, _proposals, _certificates, _organisations, _recommenders])
def test_a_list_without_conditions_is_exported_whole(make: Made) -> None:
    path, client = make(make_edition()), client_of(make_officer())
    file = f"{path.rstrip('/')}.csv" if make is not _recommenders else f"{path}recommenders.csv"

    lines = b"".join(client.get(file).streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    assert len(lines) > 2
    assert client.get(file.replace(".csv", ".xlsx")).status_code == 200
    assert client.get(file.replace(".csv", ".pdf")).status_code == 404


def test_values_that_no_select_offers_are_left_out() -> None:
    path, client = _experts(make_edition()), client_of(make_officer())

    assert _rows(client, f"{path}?answer=nonsense&field=²") == ["从未邀请", "沈培", "顾长庚"]


@pytest.mark.parametrize(
    "make",
    [
        *(_pool, _experts, _conflicts, _sign_ups, _proposals, _certificates),
        *(_objections, _complaints, _organisations, _recommenders),
    ],
)
def test_a_narrowed_list_takes_at_most_eight_queries(make: Made, django_assert_max_num_queries: Any) -> None:
    path, client = make(make_edition()), client_of(make_officer())
    client.get(path)

    with django_assert_max_num_queries(8):
        client.get(f"{path}?q=甲&state=open")
