"""Open a case for a page: what one may not see is not found, what one may not do is refused."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from zhiping.core.permissions.words import Field, Verb
from zhiping.journey import queries as journey
from zhiping.web.shared.arrival import at_edition
from zhiping.web.shared.http import Request

if TYPE_CHECKING:
    from zhiping.applications.models import Application


def open_case(
    request: Request, application_id: int, verb: Verb = Verb.SEE, field: Field = Field.CASE
) -> tuple[Application, datetime]:
    """Return the case and the request's arrival by its edition's clock. Raises: NotFound; NotAllowed, or OtherPhase where the case has moved on."""
    case = journey.get_case(request.actor, application_id)
    journey.require(request.actor, case, verb, field)
    return case, at_edition(request, case.edition)
