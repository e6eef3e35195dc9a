"""Read findings and results; ask the machine what it can tell."""

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

__all__ = [
    "Machine",
    "asked_findings",
    "facts_for_case",
    "file_of",
    "files_that_mend",
    "findings_of",
    "machine_findings",
    "open_findings",
    "overdue",
    "pending_refusal",
    "results_of",
    "supplements_left",
    "supplements_used",
    "waiting_for",
]
