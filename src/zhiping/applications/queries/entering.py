"""What a unit can enter now: editions with their windows, and what a draft may be started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zhiping.applications.models import Application, SignUp
from zhiping.applications.queries.facts import route_facts
from zhiping.asking import prepared
from zhiping.core.calendar import Window
from zhiping.core.definition import routes
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Phase, StageKind
from zhiping.organisations import queries as organisations
from zhiping.organisations.models import Organisation, Team
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition, Recommender


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as a unit may enter it. at: the edition's own instant. sign_up, apply: None without such a stage."""

    edition: Edition
    definition: Definition
    at: datetime
    sign_up: Window | None
    apply: Window | None
    signed_up: bool

    @property
    def signs_up_now(self) -> bool:
        """Tell whether the unit can sign up and has not."""
        return self.sign_up is not None and not self.signed_up and self.sign_up.contains(self.at)

    @property
    def door(self) -> Window | None:
        """Return the window through which the unit has to go next."""
        return self.apply if self.sign_up is None or self.signed_up else self.sign_up

    @property
    def is_over(self) -> bool:
        """Tell whether that window is closed for good; one that has not opened is not."""
        return self.door is not None and self.door.closes_at is not None and self.door.closes_at <= self.at

    @property
    def starts_now(self) -> bool:
        """Tell whether a draft can be started."""
        return self.apply is not None and self.apply.contains(self.at) and (self.signed_up or self.sign_up is None)


def entries(organisation_id: int, now: Callable[[Edition], datetime]) -> list[Entry]:
    """Return the running editions as this unit may enter them; the ones that can be entered now stand first, those over last.

    Args: now: the edition's clock, as `programmes.queries.now`.
    """
    signed = set(_signed_up(organisation_id))
    found = [entry(edition, now(edition), signed_up=edition.pk in signed) for edition in programmes.running_now()]
    return sorted(found, key=_soonest)


def _soonest(one: Entry) -> tuple[bool, bool, int, str]:
    return not (one.starts_now or one.signs_up_now), one.is_over, -one.edition.year, one.edition.programme


@prepared
def _signed_up(organisation_id: int) -> QuerySet[SignUp, int]:
    """Return the ids of the editions to which the unit, or a team of it, has signed up."""
    own = SignUp.objects.filter(organisation__in=organisations.identity(organisation_id))
    return own.values_list("edition_id", flat=True)


def entry(edition: Edition, at: datetime, *, signed_up: bool) -> Entry:
    """Return one edition as a unit may enter it."""
    definition = programmes.definition_of(edition)
    return Entry(
        edition,
        definition,
        at,
        _window(edition, definition, StageKind.SIGN_UP),
        _window(edition, definition, StageKind.APPLICATION),
        signed_up,
    )


def _window(edition: Edition, definition: Definition, kind: StageKind) -> Window | None:
    for stage in definition.stages_of(kind):
        found = programmes.window(edition, stage.id)
        return Window(found.opens_at, found.closes_at) if found else Window()
    return None


def is_signed_up(edition: Edition, organisation_id: int) -> bool:
    """Tell whether the unit has signed up to the edition."""
    return edition.pk in _signed_up(organisation_id)


def covers(edition: Edition, organisation_id: int, team_id: int | None) -> bool:
    """Tell whether a sign-up covers this applicant: the unit's own covers everybody of it, a team's that team alone."""
    return bool(_covering(edition.pk, organisation_id, team_id))


@prepared
def _covering(edition_id: int, organisation_id: int, team_id: int | None) -> QuerySet[SignUp, int]:
    own = SignUp.objects.filter(edition_id=edition_id, organisation__in=organisations.identity(organisation_id))
    return own.filter(Q(team=None) | Q(team_id=team_id)).values_list("pk", flat=True)[:1]


def rests_on(sign_up: SignUp) -> bool:
    """Tell whether an application of the edition needs this sign-up: no other one covers it."""
    mine = Q(organisation__in=organisations.identity(sign_up.organisation_id))
    cases = Application.objects.filter(mine, edition=sign_up.edition_id).exclude(phase=Phase.ENDED)
    others = SignUp.objects.filter(mine, edition=sign_up.edition_id).exclude(pk=sign_up.pk)
    teams = set(others.values_list("team_id", flat=True))
    if None in teams:
        return False
    if sign_up.team_id is not None:
        cases = cases.filter(team=sign_up.team_id)
    return cases.exclude(team__in=[team for team in teams if team is not None]).exists()


def sign_ups_of(edition: Edition, organisation_id: int) -> QuerySet[SignUp]:
    """Return how a unit has signed up to an edition: itself or its teams, oldest first."""
    own = SignUp.objects.filter(edition=edition, organisation__in=organisations.identity(organisation_id))
    return own.select_related("team", "signed_up_by").order_by("pk")


def sign_ups(edition: Edition, text: str = "", applicant: str = "") -> QuerySet[SignUp]:
    """Return everybody who has signed up to an edition, newest first, for the office.

    Args: text: what a name or the credit code of the unit, the team or the person holds. applicant: "team" or "unit".
    """
    found = SignUp.objects.filter(edition=edition).select_related("organisation", "team", "signed_up_by")
    if text:
        unit = Q(organisation__name__icontains=text) | Q(organisation__uscc__startswith=text.upper())
        found = found.filter(unit | Q(team__name__icontains=text) | Q(signed_up_by__name__icontains=text))
    if applicant:
        found = found.filter(team__isnull=applicant == "unit")
    return found.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Start:
    """What a draft of this unit in this edition may be started with."""

    definition: Definition
    organisation: Organisation
    teams: list[Team]
    recommenders: list[Recommender]
    ways: tuple[routes.Way, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of applicant that some category takes."""
        lists = [self.definition.applicants.who, *self.definition.applicants.by_category.values()]
        return frozenset(str(kind) for kinds in lists for kind in kinds)


def start_options(edition: Edition, organisation_id: int) -> Start:
    """Return teams, recommenders and open ways for the page on which a draft is started."""
    unit = organisations.get(organisation_id)
    definition, standing = programmes.definition_of(edition), programmes.standing_recommenders(edition)
    draft = Application(edition=edition, organisation=unit, applicant=str(definition.applicants.who[0]))
    ways = routes.open_ways(definition, route_facts(draft))
    virtual_open = any(way.id == routes.VIRTUAL for way in ways)
    choices = [r for r in standing if virtual_open or not r.is_virtual]
    return Start(definition, unit, organisations.teams_to_choose(organisation_id), choices, ways)
