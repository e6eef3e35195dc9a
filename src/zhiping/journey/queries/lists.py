"""The office's list of applications: filtered, searched, sorted, counted; stable under a hundred thousand rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zhiping.applications.models import Application
from zhiping.asking import prepared
from zhiping.core.permissions.actor import Actor, Role
from zhiping.journey.queries.standing import visible_to
from zhiping.organisations.models import Organisation, Team
from zhiping.programmes.models import Edition, Recommender
from zhiping.screening.queries.desk import MINE, NOBODYS

SORTS: dict[str, str] = {
    "number": "number",
    "title": "title",
    "unit": "organisation__name",
    "category": "category",
    "domain": "domain",
    "recommender": "recommender__label",
    "submitted": "submitted_at",
    "since": "state_since",
}
NEWEST = "-submitted"
FACTS = (
    "pk",
    "number",
    "title",
    "team__name",
    "person_name",
    "organisation__name",
    "organisation__district",
    "edition_id",
    "category",
    "domain",
    "recommender__label",
    "state",
    "phase",
    "submitted_at",
    "state_since",
    "docket__officer__name",
)
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the applications is asked for. sort: a key of SORTS, a minus before it for the other direction.

    whose: of the formal check, MINE or NOBODYS.
    """

    edition: int | None = None
    phase: str = ""
    category: str = ""
    domain: str = ""
    recommender: int | None = None
    whose: str = ""
    text: str = ""
    sort: str = NEWEST


def cases(actor: Actor, wanted: Wanted) -> QuerySet[Application, dict[str, Any]]:
    """Return the rows asked for as plain facts, in an order that is the same on every page.

    An edition's rules are not read with each row: pages have them once.
    """
    found = _filtered(actor, wanted)
    if wanted.phase:
        found = found.filter(phase=wanted.phase)
    rows: QuerySet[Application, dict[str, Any]] = found.order_by(*_order(wanted.sort)).values(*FACTS)
    return rows


def every_row(actor: Actor, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Go through all rows asked for without holding them, for an export."""
    return cases(actor, wanted).iterator(chunk_size=CHUNK)


def ids(actor: Actor, wanted: Wanted) -> list[int]:
    """Return the ids of all rows asked for: what an act on everything that a list shows is about."""
    found = _filtered(actor, wanted).order_by()
    return list((found.filter(phase=wanted.phase) if wanted.phase else found).values_list("pk", flat=True))


def by_edition(actor: Actor, application_ids: Iterable[int]) -> dict[Edition, list[int]]:
    """Return cases by edition, those that stand longest in their state first; unseen ones are not among them."""
    found = visible_to(actor).select_related(None).filter(pk__in=list(application_ids))
    rows = found.order_by("state_since", "pk").values_list("edition_id", "pk")
    groups: dict[int, list[int]] = {}
    for edition_id, pk in rows:
        groups.setdefault(edition_id, []).append(pk)
    editions = Edition.objects.in_bulk(groups)
    return {editions[edition_id]: pks for edition_id, pks in groups.items()}


def called(application_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what each of these cases is called: pk, title, number, unit. The caller has asked who may see them."""
    found = Application.objects.filter(pk__in=list(application_ids)).order_by()
    return {row["pk"]: dict(row) for row in found.values("pk", "title", "number", "organisation__name")}


def phase_counts(actor: Actor, wanted: Wanted) -> dict[str, int]:
    """Return how many of the rows asked for stand in each phase, whatever phase is asked for; one query."""
    if wanted.text or wanted.whose:
        return dict(_by_phase(_filtered(actor, wanted)))
    given = (wanted.edition or None, wanted.category or None, wanted.domain or None, wanted.recommender or None)
    return dict(_counts(actor.role, actor.user_id, actor.scope_id, *given))


@prepared
def _counts(role: Role, *given: Any) -> QuerySet[Application, tuple[str, int]]:
    user_id, scope_id, edition, category, domain, recommender = given
    wanted = Wanted(edition=edition, category=category or "", domain=domain or "", recommender=recommender)
    return _by_phase(_filtered(Actor(user_id, role, scope_id), wanted))


def _by_phase(found: QuerySet[Application]) -> QuerySet[Application, tuple[str, int]]:
    return found.order_by().values_list("phase").annotate(n=Count("pk"))


def editions_by_id() -> dict[int, Edition]:
    """Return every edition with its rules, newest year first; one query."""
    return {edition.pk: edition for edition in _editions()}


@prepared
def _editions() -> QuerySet[Edition]:
    return Edition.objects.all()


def recommender_names(edition_id: int | None) -> list[tuple[int, str]]:
    """Return the recommenders of an edition, disqualified ones too, by id; of every edition without one."""
    return _register(edition_id or None)


@prepared
def _register(edition_id: int | None) -> QuerySet[Recommender, tuple[int, str]]:
    register = Recommender.objects.filter(edition_id=edition_id) if edition_id else Recommender.objects.all()
    return register.order_by("label", "-edition__year").values_list("pk", "label")


def words(text: str) -> list[str]:
    """Return the words of a search, one width of letters and digits; each must be found somewhere."""
    return unicodedata.normalize("NFKC", text).split()[:8]


def _filtered(actor: Actor, wanted: Wanted) -> QuerySet[Application]:
    found = visible_to(actor).select_related(None)
    given = {
        "edition_id": wanted.edition,
        "category": wanted.category,
        "domain": wanted.domain,
        "recommender_id": wanted.recommender,
    }
    found = found.filter(**{name: value for name, value in given.items() if value})
    if wanted.whose == MINE:
        found = found.filter(docket__officer=actor.user_id)
    elif wanted.whose == NOBODYS:
        found = found.filter(docket__officer__isnull=True, phase__in=("screening", "supplement"))
    for word in words(wanted.text):
        found = found.filter(_holds(word))
    return found


def _holds(word: str) -> Q:
    """Ask title and number of the case, and names through their own small tables, so that nothing is joined."""
    units = Organisation.objects.filter(name__icontains=word).values("pk")
    teams = Team.objects.filter(name__icontains=word).values("pk")
    own = Q(title__icontains=word) | Q(number__icontains=word) | Q(person_name__icontains=word)
    return own | Q(organisation__in=units) | Q(team__in=teams)


def _order(sort: str) -> list[Any]:
    field, backwards = SORTS.get(sort.removeprefix("-"), "submitted_at"), sort.startswith("-")
    if backwards:
        return [F(field).desc(nulls_last=True), "-pk"]
    return [F(field).asc(nulls_last=True), "pk"]
