"""A mail in trouble is settled by the office, with a reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.people import make_member, make_officer, make_organisation, make_user
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation
from zhiping.core.permissions.actor import Role
from zhiping.journal.models import Entry
from zhiping.journey import actions
from zhiping.messages import actions as messages
from zhiping.messages.models import OutboxMail

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def make_failed() -> OutboxMail:
    facts = {"title": "甲", "edition": "2022年QC小组活动"}
    messages.send("screening.passed", to=[make_user().pk], key="k", facts=facts, at=AT)
    OutboxMail.objects.update(state="failed")
    return OutboxMail.objects.get()


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.UNIT, Role.RECOMMENDER])
def test_only_the_office_and_the_operator_settle_mails(role: Role) -> None:
    mail, outsider = make_failed(), make_member(make_organisation(), role)

    with pytest.raises(NotAllowed):
        actions.settle_mail(mail_id=mail.pk, again=True, reason="核实", by=outsider, at=AT)

    assert (OutboxMail.objects.get().state, Entry.objects.count()) == ("failed", 0)


def test_settling_needs_a_reason_and_a_mail_in_trouble() -> None:
    mail, operator = make_failed(), make_officer(Role.OPERATOR)

    with pytest.raises(RuleViolation, match="reason.missing"):
        actions.settle_mail(mail_id=mail.pk, again=True, reason=" ", by=operator, at=AT)
    with pytest.raises(NotFound):
        actions.settle_mail(mail_id=0, again=True, reason="核实", by=operator, at=AT)
    actions.settle_mail(mail_id=mail.pk, again=False, reason="地址有误", by=operator, at=AT)
    with pytest.raises(RuleViolation, match="mail.not_in_trouble"):
        actions.settle_mail(mail_id=mail.pk, again=True, reason="核实", by=operator, at=AT)

    assert (OutboxMail.objects.get().state, Entry.objects.count()) == ("dropped", 1)
