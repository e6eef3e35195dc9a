"""A file of a case did not pass the virus scan, which had to wait: its people are told."""

from __future__ import annotations

from zhiping.applications.models import Application, Attachment
from zhiping.core.permissions.actor import SYSTEM
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes


def tell_of_infection(file_id: int, found: str) -> None:
    """Tell the author and writers of each case in which the file stands; nobody gets its bytes any more.

    Side effects in order: journal entry; message. Args: found: what the scanner calls it.
    """
    standing = Attachment.objects.filter(file_id=file_id, removed_at=None)
    for attachment in standing.select_related("application__edition", "file"):
        _tell(attachment.application, attachment, found)


def _tell(application: Application, attachment: Attachment, found: str) -> None:
    at = programmes.now(application.edition)
    journal.write(
        "applications.find_infected",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        by=SYSTEM,
        at=at,
        name=attachment.file.name,
        found=found,
    )
    messages.send(
        "applications.file_infected",
        to={application.created_by_id, *application.editors.values_list("pk", flat=True)},
        key=f"applications.file_infected:{attachment.pk}",
        facts={"title": application.title, "name": attachment.file.name, "found": found},
        link=f"/applications/{application.pk}/files/" if application.phase == "draft" else f"/cases/{application.pk}/",
        at=at,
    )
