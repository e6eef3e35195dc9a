"""Read the package of a recommender: what it asks for, what is still missing, how it was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from zhiping.applications import rules as windows
from zhiping.applications.models import Application
from zhiping.core.calendar import Window
from zhiping.core.definition.citing import cited
from zhiping.core.definition.schema import FileRule
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.files.models import StoredFile
from zhiping.organisations import queries as organisations
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Recommender
from zhiping.recommendation.models import OwnScore, Package, PackageFile
from zhiping.recommendation.queries import comparing, opinions, sheets
from zhiping.recommendation.rules import package as rules


@dataclass(frozen=True, slots=True)
class Part:
    """A file that the package asks for, and what was given. outdated: some scan is of an earlier sheet.

    is_looked_at: whether scans of it are looked at; strangers: ids of those whose electronic seal is another's.
    """

    rule: FileRule
    given: list[PackageFile]
    is_outdated: bool
    is_made: bool
    is_looked_at: bool = False
    strangers: frozenset[int] = frozenset()


def standing_package(recommender: Recommender) -> Package | None:
    """Return the package that was handed in and not returned."""
    return Package.objects.filter(recommender=recommender, returned_at__isnull=True).first()


def returned_package(recommender: Recommender) -> Package | None:
    """Return the package that the office returned last, where none stands since."""
    last = Package.objects.filter(recommender=recommender).order_by("-pk").first()
    return last if last is not None and last.returned_at is not None else None


def check_open(recommender: Recommender) -> None:
    """Refuse to change what was handed in already. Raises: RuleViolation("package.handed_in")."""
    standing = standing_package(recommender)
    if standing is not None:
        rules.check_not_handed_in(standing.number, standing.handed_in_at)


def package_window(recommender: Recommender) -> Window:
    """Return until when the package may be handed in: the edition's window, or longer where the office returned it."""
    returned = returned_package(recommender)
    again = returned.again_until if returned is not None else None
    return rules.prolonged(opinions.recommending_window(recommender.edition), again)


def files_given(recommender: Recommender) -> list[PackageFile]:
    """Return the files handed in for the package and not taken back."""
    given = PackageFile.objects.filter(recommender=recommender, removed_at__isnull=True)
    return list(given.select_related("file"))


def package_file(recommender: Recommender, file_id: int) -> StoredFile:
    """Return the bytes of one file of the package. Raises: NotFound."""
    found = PackageFile.objects.filter(recommender=recommender, pk=file_id).select_related("file").first()
    if found is None:
        raise NotFound
    return found.file


def parts(recommender: Recommender, made: sheets.Sheets | None = None) -> list[Part]:
    """Return the files that the edition asks of a package, in its order, each with what was given.

    made: the sheets, where the caller needs them too.
    """
    given, made = files_given(recommender), sheets.Sheets(recommender) if made is None else made
    found = []
    for rule in sheets.package_rules(programmes.definition_of(recommender.edition)):
        mine = [one for one in given if one.rule_id == rule.id]
        asked = _asked(recommender, rule, made)
        outdated = any(fault.code == "package.sheet_outdated" for fault in rules.file_faults(asked, _hashes(mine)))
        is_looked_at = rule.sealed and rule.sheet is not None
        found.append(Part(rule, mine, outdated, asked.is_made, is_looked_at, _strangers(recommender, mine)))
    return found


def _strangers(recommender: Recommender, given: Iterable[PackageFile]) -> frozenset[int]:
    """Return the scans whose valid electronic seal names nobody that the register knows this unit by."""
    unit = recommender.organisation_id
    return frozenset(
        one.pk for one in given if one.signer and unit is not None and not organisations.goes_by(unit, one.signer)
    )


def _hashes(given: Iterable[PackageFile]) -> list[str]:
    return [one.sheet_hash if one.voided_at is None else "" for one in given]


def _asked(recommender: Recommender, rule: FileRule, made: sheets.Sheets) -> rules.Asked:
    clause = cited(programmes.definition_of(recommender.edition), rule.source)
    digest = made[rule.sheet].digest if rule.sheet else ""
    has_scores = rule.sheet is not None and OwnScore.objects.filter(recommender=recommender, ended_at=None).exists()
    return rules.Asked(rule.label, rule.label_en, clause, rule.required, rule.sealed, digest, has_scores)


def reasons_against_package(
    recommender: Recommender, at: datetime, made: sheets.Sheets | None = None
) -> list[RuleViolation]:
    """Return every reason why the package cannot be handed in now, in the order a person mends them.

    made: the sheets, where the caller needs them too.
    """
    found: list[RuleViolation] = []
    if recommender.disqualified_at is not None:
        found.append(RuleViolation("recommendation.disqualified", label=recommender.label))
    try:
        windows.check_window(package_window(recommender), at)
    except RuleViolation as closed:
        found.append(closed)
    found += opinions.faults_of_preconditions(recommender)
    found += rules.case_faults(_undecided(recommender), _unranked(recommender))
    given, made = files_given(recommender), sheets.Sheets(recommender) if made is None else made
    for rule in sheets.package_rules(programmes.definition_of(recommender.edition)):
        mine = _hashes(one for one in given if one.rule_id == rule.id)
        found += rules.file_faults(_asked(recommender, rule, made), mine)
    return found


def _undecided(recommender: Recommender) -> list[str]:
    waiting = Application.objects.filter(recommender=recommender, phase="recommendation")
    return list(waiting.order_by("submitted_at", "pk").values_list("title", flat=True))


def _unranked(recommender: Recommender) -> dict[tuple[str, str], list[str]]:
    """Return, for each category with several recommended cases, the titles that have no place."""
    options = programmes.definition_of(recommender.edition).dimensions.get("category", ())
    names = {option.id: (option.label, option.label_en) for option in options}
    found: dict[str, list[tuple[str, int | None]]] = {}
    for one in comparing.recommended_by(recommender):
        if one.application.state != sheets.GONE:
            found.setdefault(one.application.category, []).append((one.application.title, one.rank))
    return {
        names.get(category, ("", "")): [title for title, rank in several if rank is None]
        for category, several in found.items()
        if len(several) > 1
    }


def package_content(recommender: Recommender, made: sheets.Sheets) -> dict[str, object]:
    """Return what the package holds, as it is frozen: words, figures, sheets, files by their hash."""
    handed_in = opinions.preconditions_of(recommender)
    return {
        "edition": recommender.edition.key,
        "recommender": recommender.label,
        "preconditions": {
            kind: {"text": one.text, "figures": one.figures, "remark": one.remark} for kind, one in handed_in.items()
        },
        "sheets": {kind: asdict(made[kind]) for kind in sheets.kinds(recommender)},
        "files": [
            {"rule": one.rule_id, "name": one.file.name, "size": one.file.size, "sha256": one.file.sha256}
            for one in files_given(recommender)
        ],
    }


def sheets_as_they_stand(recommender: Recommender, made: sheets.Sheets) -> list[sheets.Sheet]:
    """Return every sheet: as it was handed in, else as it would be made now."""
    standing = standing_package(recommender)
    frozen = standing.content["sheets"] if standing is not None else {}
    return [_as_it_stands(frozen, made, kind) for kind in sheets.kinds(recommender)]


def sheet_as_it_stands(recommender: Recommender, kind: str) -> sheets.Sheet:
    """Return a sheet: as it was handed in, else as it would be made now. Raises: NotFound."""
    if kind not in sheets.kinds(recommender):
        raise NotFound
    standing = standing_package(recommender)
    return _as_it_stands(standing.content["sheets"] if standing is not None else {}, sheets.Sheets(recommender), kind)


def _as_it_stands(frozen: dict[str, Any], made: sheets.Sheets, kind: str) -> sheets.Sheet:
    return sheets.Sheet(**frozen[kind]) if kind in frozen else made[kind]
