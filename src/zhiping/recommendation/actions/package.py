"""Hand the recommending unit's package in as one act; the office returns it with the reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import rules as windows
from zhiping.applications.actions.attachments import check_against
from zhiping.applications.queries.sheets import code_key
from zhiping.applications.rules import application_number
from zhiping.core.errors import NotAllowed, NotFound, RuleViolation, RuleViolations
from zhiping.core.permissions.actor import Actor, Role
from zhiping.documents import actions as documents
from zhiping.documents.ports import Trust
from zhiping.files import actions as files
from zhiping.files import queries as stored_files
from zhiping.files.models import StoredFile
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender
from zhiping.recommendation import permissions, queries
from zhiping.recommendation.models import Package, PackageFile
from zhiping.recommendation.queries import package as read
from zhiping.recommendation.queries import sheets
from zhiping.recommendation.rules import package as rules


@transaction.atomic
def attach_to_package(
    *, recommender_id: int, rule_id: str, name: str, content: bytes, by: Actor, at: datetime
) -> PackageFile:
    """Hand in one file of the package, such as the sealed scan of a sheet; it is bound to the sheet as it stands.

    A sealed sheet is looked at as a unit's is; what was not seen stands on the page and refuses nothing.

    Side effects in order: StoredFile; PackageFile; journal entry.
    Raises: NotFound for an unknown rule; NotAllowed; RuleViolation("window.*" | "recommendation.disqualified" |
    "package.handed_in" | "file.*" | "sheet.foreign" | "sheet.forged" | "sheet.signature_broken" |
    "package.other_sheet" | "package.earlier_sheet").
    Source: qc-2020 四表2; requirements D2.
    """
    recommender = lock_open(recommender_id, by, at)
    rule = next(
        (one for one in sheets.package_rules(programmes.definition_of(recommender.edition)) if one.id == rule_id), None
    )
    if rule is None:
        raise NotFound
    given = PackageFile.objects.filter(recommender=recommender, rule_id=rule_id, removed_at__isnull=True).count()
    if given >= rule.max_count:
        raise RuleViolation("file.too_many", label=rule.label, label_en=rule.label_en, limit=rule.max_count)
    stored = files.store(name=name, content=content, max_bytes=rule.max_bytes, by=by, at=at)
    check_against(rule, stored)
    made = sheets.sheet(recommender, rule.sheet) if rule.sheet else None
    seen = _seen(recommender, made, stored, content, at) if made is not None and rule.sealed else {}
    added = PackageFile.objects.create(
        recommender=recommender,
        rule_id=rule_id,
        file=stored,
        sheet_hash=made.digest if made is not None else "",
        added_at=at,
        added_by_id=by.person_id,
        **seen,
    )
    _write("recommendation.attach_to_package", recommender, by, at, rule=rule_id, sha256=stored.sha256, **seen)
    return added


def _seen(
    recommender: Recommender, made: sheets.Sheet, stored: StoredFile, content: bytes, at: datetime
) -> dict[str, object]:
    """Look at a sealed scan and say what is on it; refuse another sheet's, and a PDF changed after it was signed."""
    seen = documents.look_at(content, is_pdf=stored_files.kind_of(stored) == "pdf", at=at)
    paper, digest = sheets.PAPERS[made.kind], made.digest
    is_ours = rules.check_codes(seen.codes, paper=paper, recommender=recommender.pk, digest=digest, key=code_key())
    signed = seen.signature
    if signed is not None:
        windows.check_signature(is_broken=signed.trust is Trust.BROKEN, signer=signed.signer)
    signer = signed.signer[:200] if signed is not None and signed.trust is Trust.VALID else ""
    return {"code_read": is_ours, "seal_seen": seen.seal, "signer": signer}


@transaction.atomic
def detach_from_package(*, recommender_id: int, file_id: int, by: Actor, at: datetime) -> None:
    """Take a file of the package back; the row stays for the record.

    Raises: NotFound; NotAllowed; RuleViolation("window.*" | "recommendation.disqualified" | "package.handed_in").
    """
    recommender = lock_open(recommender_id, by, at)
    found = PackageFile.objects.filter(recommender=recommender, pk=file_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    found.removed_at = at
    found.save(update_fields=["removed_at"])
    _write("recommendation.detach_from_package", recommender, by, at, rule=found.rule_id, file=found.pk)


@transaction.atomic
def hand_in_package(*, recommender_id: int, by: Actor, at: datetime) -> Package:
    """Hand everything in: complete, or refused with every reason at once; handed in already gives the same receipt.

    What was handed in changes no more, and nobody can send this unit further cases, unless the office returns it.
    Side effects in order: Package with everything as it stood; journal entry; message to the unit's officers.
    Raises: NotFound; NotAllowed; RuleViolations of "window.*", "recommendation.*", "package.*".
    Source: qc-2020 三.2, 四表2; requirements D2.
    """
    recommender = _mine(recommender_id, by)
    # asked under the lock: a second click waits here and then finds what the first one got
    standing = queries.standing_package(recommender)
    if standing is not None:
        return standing
    made = sheets.Sheets(recommender)
    if reasons := queries.reasons_against_package(recommender, at, made):
        raise RuleViolations(reasons)
    content = queries.package_content(recommender, made)
    package = Package.objects.create(
        recommender=recommender,
        number=_next_number(recommender),
        content=content,
        content_hash=rules.digest(content),
        handed_in_at=at,
        handed_in_by_id=by.person_id,
    )
    told = {"number": package.number, "content_hash": package.content_hash}
    _write("recommendation.hand_in_package", recommender, by, at, **told)
    _tell("handed_in", package, at, **told)
    return package


@transaction.atomic
def return_package(*, recommender_id: int, reason: str, again_until: datetime, by: Actor, at: datetime) -> Package:
    """Return a package to its recommender, for the office, with the reason and until when it may come again.

    Side effects in order: Package returned; journal entry; message to the unit's officers.
    Raises: NotFound; NotAllowed; RuleViolation("reason.missing" | "package.return_in_the_past").
    """
    if by.role is not Role.SECRETARIAT:
        raise NotAllowed
    recommender = _lock(recommender_id)
    package = queries.standing_package(recommender)
    if package is None:
        raise NotFound
    rules.check_return(reason, again_until, at)
    package.returned_at, package.returned_by_id = at, by.user_id
    package.returned_reason, package.again_until = reason.strip(), again_until
    package.save(update_fields=["returned_at", "returned_by", "returned_reason", "again_until"])
    _write("recommendation.return_package", recommender, by, at, reason=reason.strip(), number=package.number)
    _tell("returned_package", package, at, number=package.number, reason=reason.strip(), until=again_until)
    return package


def lock_open(recommender_id: int, by: Actor, at: datetime) -> Recommender:
    """Return the register entry, locked, of a unit that may still change what it will hand in.

    Raises: NotFound; NotAllowed; RuleViolation("window.*" | "recommendation.disqualified" | "package.handed_in").
    """
    recommender = _mine(recommender_id, by)
    if recommender.disqualified_at is not None:
        raise RuleViolation("recommendation.disqualified", label=recommender.label)
    read.check_open(recommender)
    windows.check_window(read.package_window(recommender), at)
    return recommender


def _mine(recommender_id: int, by: Actor) -> Recommender:
    recommender = _lock(recommender_id)
    permissions.require_officer(by, recommender)
    return recommender


def _lock(recommender_id: int) -> Recommender:
    recommender = (
        Recommender.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition", "organisation")
        .filter(pk=recommender_id)
        .first()
    )
    if recommender is None:
        raise NotFound
    return recommender


def _next_number(recommender: Recommender) -> str:
    """Return the next package number of the edition: its row is locked until the act is done."""
    edition = Edition.objects.select_for_update(no_key=True).get(pk=recommender.edition_id)
    serial = Package.objects.filter(recommender__edition=edition).count() + 1
    return f"{application_number(edition.programme, edition.year, 0).rpartition('-')[0]}-T{serial:03d}"


def _write(act: str, recommender: Recommender, by: Actor, at: datetime, **facts: object) -> None:
    reason = str(facts.pop("reason", ""))
    subject, key = f"recommender:{recommender.pk}", recommender.edition.key
    journal.write(act, subject=subject, edition_key=key, reason=reason, by=by, at=at, **facts)


def _tell(code: str, package: Package, at: datetime, **facts: object) -> None:
    unit = package.recommender.organisation_id
    if unit is None:
        return
    edition = package.recommender.edition
    messages.send(
        f"recommendation.{code}",
        to=organisations.people(unit, "recommender"),
        key=f"recommendation.{code}:{package.pk}",
        facts={"edition": edition.title, **{name: fact for name, fact in facts.items() if name != "content_hash"}},
        link=f"/recommender/package/?edition={edition.pk}",
        wording=programmes.wording(edition),
        at=at,
    )
