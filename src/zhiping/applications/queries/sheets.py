"""The unit's sheet: the code printed on it, what is printed before it is sealed, what came back."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from zhiping.applications import rules
from zhiping.applications.models import Application, OpinionDraft, SealedSheet
from zhiping.applications.queries.completeness import current_hash, last_version, standing_endorsement
from zhiping.asking import prepared
from zhiping.core import sealing, sheetcode
from zhiping.core.definition.schema import FileRule
from zhiping.core.definition.vocabulary import Party
from zhiping.programmes import queries as programmes


def code_key() -> bytes:
    """Return the installation's secret for printed codes."""
    return sealing.key_from(f"sheet codes:{settings.PRIVATE_KEY}")


def version_to_be(application: Application, digest: str) -> int:
    """Return the number that the content has, or will have once it is frozen."""
    last = last_version(application)
    if last is None:
        return 1
    return last.number if last.content_hash == digest else last.number + 1


def code_of(application: Application, paper: sheetcode.Paper, *, version: int, digest: str) -> str:
    """Return the code that is printed on a paper of this case."""
    return sheetcode.write(sheetcode.SheetCode(paper, application.pk, version, digest[:16]), key=code_key())


def seal_rule(application: Application) -> FileRule | None:
    """Return the edition's rule for the unit's sealed page, or None where none is asked for."""
    definition = programmes.definition_of(application.edition)
    return next((r for r in definition.files if r.by == Party.UNIT and r.sealed), None)


def require_read(application: Application, read: str | None) -> None:
    """Refuse an opinion on other content than was read. Raises: RuleViolation("endorsement.content_changed")."""
    rules.check_read(read, current_hash(application))


def kept_sheet(application: Application) -> SealedSheet | None:
    """Return the sheet last handed in for the content as it stands; one for another content is of no use."""
    found = _last_sheet.first(application.pk)
    return found if found is not None and found.content_hash == current_hash(application) else None


@prepared
def _last_sheet(application_id: int) -> QuerySet[SealedSheet]:
    return SealedSheet.objects.filter(application_id=application_id).select_related("file").order_by("-pk")[:1]


def sheet_file(application: Application, file_id: int) -> SealedSheet | None:
    """Return the sheet of this case that is kept as this file, or None."""
    return SealedSheet.objects.filter(application=application, file=file_id).select_related("file").last()


def typed_opinion(application: Application) -> tuple[str, dict[str, str]]:
    """Return the opinion and the points last typed: the draft, else the standing opinion's, else nothing."""
    draft = _draft.first(application.pk)
    if draft is not None:
        return draft.opinion, draft.scores
    standing = standing_endorsement(application)
    return (standing.opinion, standing.scores) if standing is not None else ("", {})


@prepared
def _draft(application_id: int) -> QuerySet[OpinionDraft]:
    return OpinionDraft.objects.filter(application_id=application_id)
