"""One case with a state change, a frozen version and a receipt: the append-only record."""

from __future__ import annotations

from tests.factories.cases import AT, make_case
from tests.factories.editions import make_edition
from zhiping.applications.models import Application, Receipt, Version


def make_record() -> Application:
    """Return a submitted case whose record exists in every append-only table."""
    case = make_case(make_edition(), "recommend")
    version = Version.objects.create(
        application=case,
        number=1,
        answers={},
        dimensions=case.dimensions,
        attachments=[],
        content_hash="0" * 64,
        occasion="submission",
        frozen_at=AT,
    )
    Receipt.objects.create(
        application=case,
        version=version,
        key="k1",
        number=str(case.number),
        content_hash="0" * 64,
        at=AT,
        by_id=case.created_by_id,
    )
    return case
