"""The database itself refuses to change the record (J2)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.people import LONG_AGO
from tests.factories.record import make_record
from zhiping.core.permissions.actor import SYSTEM
from zhiping.journal import actions, queries
from zhiping.journal.models import Entry

pytestmark = pytest.mark.django_db


def _entry() -> Entry:
    with transaction.atomic():
        return actions.write("test.act", subject="application:1", reason="试", by=SYSTEM, at=LONG_AGO, points="86.5")


def test_an_act_is_recorded_with_who_as_whom_what_why_and_when() -> None:
    _entry()

    found = queries.of_subject("application:1").values_list("act", "role", "actor_name", "reason", "at", "facts").get()

    assert found == ("test.act", "operator", "系统", "试", LONG_AGO, {"points": "86.5"})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET reason = 'x'",
        "DELETE FROM journal_entry",
        "UPDATE applications_statechange SET reason = 'x'",
        "DELETE FROM applications_version",
        "DELETE FROM applications_receipt",
    ],
)
def test_the_database_refuses_to_change_the_record(statement: str) -> None:
    _entry()

    make_record()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_no_act_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.write("test.act", subject="application:1", by=SYSTEM, at=LONG_AGO)
