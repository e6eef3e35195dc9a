"""Ask an edition: its rules, its graph, its clock, its windows, its recommenders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from zhiping.asking import beside, keep, prepared
from zhiping.core.definition import lifecycle, loader
from zhiping.core.definition.messages import MessageText
from zhiping.core.definition.schema import Definition, Stage
from zhiping.core.errors import NotFound
from zhiping.programmes.models import Edition, FrozenRules, Recommender, RegisterImport, StageWindow


@lru_cache(maxsize=64)
def _thaw(sha256: str) -> Definition:
    return loader.thaw(FrozenRules.objects.get(sha256=sha256).json)


@lru_cache(maxsize=64)
def _graph(sha256: str) -> lifecycle.Graph:
    return lifecycle.graph_of(_thaw(sha256))


def definition_of(edition: Edition) -> Definition:
    """Return the edition's frozen rules; read and parsed once a process, for what stands under a hash never changes."""
    return _thaw(edition.definition_sha256)


def wording(edition: Edition) -> Mapping[str, MessageText]:
    """Return the edition's own words for messages, by code, as `messages.actions.send` takes them."""
    return definition_of(edition).messages


def rules(sha256: str) -> Definition:
    """Return the rules frozen under this hash, for rows that carry the hash and not the edition."""
    return _thaw(sha256)


def graph_of(edition: Edition) -> lifecycle.Graph:
    """Return the edition's graph of states."""
    return _graph(edition.definition_sha256)


def now(edition: Edition, *, real: datetime | None = None) -> datetime:
    """Return the edition's instant: real time, or real time moved by the demo clock on a demo edition.

    Args: real: the real instant that is meant, such as a request's arrival; now, if not given.
    """
    real = real or timezone.now()
    return real + edition.clock_shift if edition.is_demo and edition.clock_shift else real


def get(key: str) -> Edition:
    """Return the edition with this key ("qc-circle/2022"). Raises NotFound."""
    try:
        return Edition.objects.get(key=key)
    except Edition.DoesNotExist as absent:
        raise NotFound from absent


def editions() -> QuerySet[Edition]:
    """Return every edition that has been opened, newest year first."""
    return Edition.objects.exclude(status=Edition.Status.PREPARING)


def running() -> QuerySet[Edition]:
    """Return the editions that run now, newest year first."""
    return editions().filter(status=Edition.Status.OPEN)


def running_now() -> list[Edition]:
    """Return the same as a list with their windows, for a page; two questions, however many they are."""
    found = _running()
    windows_of: dict[int, list[StageWindow]] = {edition.pk: [] for edition in found}
    for one in _windows_of_running():
        windows_of.setdefault(one.edition_id, []).append(one)
    for edition in found:
        keep(edition, _windows, windows_of[edition.pk])
    return found


@prepared
def _running() -> QuerySet[Edition]:
    return running()


@prepared
def _windows_of_running() -> QuerySet[StageWindow]:
    return StageWindow.objects.filter(edition__status=Edition.Status.OPEN)


def window(edition: Edition, stage_id: str) -> StageWindow | None:
    """Return the concrete window of a stage, or None where the office has not set one yet."""
    return next((w for w in windows(edition) if w.stage_id == stage_id), None)


def closing_of_stage(stage: str) -> Subquery:
    """Return when the stage named in a column closes, for a query of rows that have an `edition`."""
    mine = StageWindow.objects.filter(edition=OuterRef("edition"), stage_id=OuterRef(stage))
    return Subquery(mine.values("closes_at")[:1])


def windows(edition: Edition) -> Iterable[StageWindow]:
    """Return the concrete windows of the stages; from memory where the edition has them."""
    known = getattr(edition, "_prefetched_objects_cache", {})
    return edition.windows.all() if "windows" in known else beside(edition, _windows)


@prepared
def _windows(edition_id: int) -> QuerySet[StageWindow]:
    return StageWindow.objects.filter(edition_id=edition_id)


def english_titles() -> dict[str, str]:
    """Return the English title of every edition that has one, by its title."""
    known = Edition.objects.values_list("title", "definition_sha256")
    return {title: english for title, rules_of in known if (english := rules(rules_of).title_en)}


def recommenders(edition: Edition) -> QuerySet[Recommender]:
    """Return the edition's standing recommenders, virtual one included."""
    return Recommender.objects.filter(edition=edition, disqualified_at__isnull=True).select_related("organisation")


def standing_recommenders(edition: Edition) -> list[Recommender]:
    """Return the same as a list, for a page to choose from."""
    return _standing(edition.pk)


@prepared
def _standing(edition_id: int) -> QuerySet[Recommender]:
    return recommenders(Edition(pk=edition_id))


def get_edition(edition_id: int) -> Edition:
    """Return an edition; its windows are read once, when they are asked for. Raises NotFound."""
    return _edition.one(edition_id)


@prepared
def _edition(edition_id: int) -> QuerySet[Edition]:
    return Edition.objects.filter(pk=edition_id)


def every_edition() -> QuerySet[Edition]:
    """Return every edition, the ones in preparation too, for the office; windows ready."""
    return Edition.objects.prefetch_related("windows")


def stage_rows(edition: Edition) -> list[tuple[Stage, StageWindow | None]]:
    """Return the stages in order, each with its concrete window."""
    known = {w.stage_id: w for w in windows(edition)}
    return [(stage, known.get(stage.id)) for stage in definition_of(edition).stages]


def register_of(edition: Edition, text: str = "", kind: str = "", state: str = "") -> QuerySet[Recommender]:
    """Return the whole register of recommenders, the disqualified ones too.

    Args: text: what its name, or its unit's, or its code holds. state: "standing" or "disqualified".
    """
    found = Recommender.objects.filter(edition=edition).select_related("organisation")
    if text:
        unit = Q(organisation__name__icontains=text) | Q(organisation__uscc__startswith=text.upper())
        found = found.filter(unit | Q(label__icontains=text))
    if kind:
        found = found.filter(kind=kind)
    return found.filter(disqualified_at__isnull=state == "standing") if state else found


def imports() -> QuerySet[RegisterImport]:
    """Return the workbooks handed in for the register, newest first; their reports are not read."""
    found = RegisterImport.objects.select_related("file", "edition", "uploaded_by")
    return found.defer("report").order_by("-pk")


def promised(wanted: RegisterImport) -> list[object]:
    """Return what importing would do, as the report has it; a colleague may make the report anew."""
    return [wanted.report["digest"], wanted.report["faulty"]]


def get_import(import_id: int) -> RegisterImport:
    """Return one of them with its report. Raises: NotFound."""
    found = RegisterImport.objects.select_related("file", "edition", "uploaded_by").filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found
