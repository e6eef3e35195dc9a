"""Read findings and results; ask the machine what it can tell."""

from zhiping.screening.queries.bulk import (
    Colleague,
    colleagues,
    hindrances,
    looked_at,
    reminder_key,
    standings,
)
from zhiping.screening.queries.figures import Figures, figures
from zhiping.screening.queries.findings import (
    asked_findings,
    facts_for_case,
    file_of,
    files_that_mend,
    findings_of,
    open_findings,
    overdue,
    pending_refusal,
    results_of,
    supplements_left,
    supplements_used,
    waiting_for,
)
from zhiping.screening.queries.machine import Machine, machine_findings
from zhiping.screening.queries.reading import as_read

__all__ = [
    "Colleague",
    "Figures",
    "Machine",
    "as_read",
    "asked_findings",
    "colleagues",
    "facts_for_case",
    "figures",
    "file_of",
    "files_that_mend",
    "findings_of",
    "hindrances",
    "looked_at",
    "machine_findings",
    "open_findings",
    "overdue",
    "pending_refusal",
    "reminder_key",
    "results_of",
    "standings",
    "supplements_left",
    "supplements_used",
    "waiting_for",
]
