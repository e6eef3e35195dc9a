"""What of a case is shown to one viewer, stage by stage; each stage answers for its own facts."""

from __future__ import annotations

from typing import Any

from zhiping.applications import queries as applications
from zhiping.applications.models import Application
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.permissions.words import Field
from zhiping.decision import queries as decision
from zhiping.journal import queries as journal
from zhiping.recommendation import queries as recommendation
from zhiping.review import queries as review
from zhiping.screening import queries as screening

STAGES = (
    ("decision", decision),
    ("screening", screening),
    ("recommendation", recommendation),
    ("review", review),
    ("application", applications),
)


def parts_of(application: Application, seen: frozenset[Field], actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts a viewer may see, the newest stage first; a part without facts is left out.

    The journal of the case is the office's, because it names everybody who acted.
    """
    found = [(name, stage.facts_for_case(application, seen)) for name, stage in STAGES]
    if Field.JOURNAL in seen and actor.role is Role.SECRETARIAT:
        found.append(("journal", {"entries": journal.told_of(f"application:{application.pk}")}))
    return [(name, facts) for name, facts in found if any(facts.values())]
