"""The virus scan: at once where that is quick, otherwise in quarantine until a job has done it."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction

from zhiping.core.errors import RuleViolation
from zhiping.files import ports
from zhiping.files.actions import previews
from zhiping.files.models import StoredFile
from zhiping.files.ports import ScannerDown, TooLargeToScan
from zhiping.jobs import actions as jobs

Scan = StoredFile.Scan
AT_ONCE = 24 * 1024 * 1024
"""Bytes that a person waits for; what is larger is scanned by a job."""
A_RUN = 200


def first_look(stream: BinaryIO, size: int) -> Scan:
    """Return how a file stands that is being handed in.

    Raises: RuleViolation("file.infected") — then nothing of it is kept.
    """
    scanner = ports.scanner()
    if scanner is None:
        return Scan.UNSCANNED
    if size > AT_ONCE:
        return Scan.QUARANTINED
    try:
        found = scanner.scan(stream)
    except ScannerDown:
        return Scan.QUARANTINED
    except TooLargeToScan:
        return Scan.OVERSIZE
    if found:
        raise RuleViolation("file.infected", found=found)
    return Scan.CLEAN


def ask_for_scan(stored: StoredFile) -> None:
    """Have a quarantined file scanned once its row is committed."""
    if stored.scan == Scan.QUARANTINED:
        jobs.enqueue("files.scan", key=f"files.scan:{stored.pk}", file_id=stored.pk)


@transaction.atomic
def scan(*, file_id: int) -> bool:
    """Scan a file that waits in quarantine; one that was judged meanwhile is left alone.

    Side effects in order: the file's state; a job for its preview; those who registered for infected files are told.
    Returns: whether it is judged now; False while the scanner is down.
    """
    stored = StoredFile.objects.select_for_update(no_key=True).filter(pk=file_id, scan=Scan.QUARANTINED).first()
    if stored is None:
        return True
    scanner = ports.scanner()
    if scanner is None:
        stored.scan = Scan.UNSCANNED
    else:
        try:
            with default_storage.open(stored.path, "rb") as stream:
                stored.scan_found = scanner.scan(cast("BinaryIO", stream))[:200]
        except ScannerDown:
            return False
        except TooLargeToScan:
            stored.scan = Scan.OVERSIZE
        else:
            stored.scan = Scan.INFECTED if stored.scan_found else Scan.CLEAN
    stored.save(update_fields=["scan", "scan_found"])
    previews.ask_for_preview(stored)
    if stored.scan == Scan.INFECTED:
        ports.tell_infected(stored.pk, stored.scan_found)
    return True


def scan_waiting() -> int:
    """Go through the quarantine, oldest first, until the scanner falls silent. Returns: how many are judged now."""
    waiting = StoredFile.objects.filter(scan=Scan.QUARANTINED).order_by("pk").values_list("pk", flat=True)[:A_RUN]
    judged = 0
    for file_id in list(waiting):
        if not scan(file_id=file_id):
            break
        judged += 1
    return judged
