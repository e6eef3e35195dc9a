"""Read proposals, votes, the resolved list and its sign-offs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhiping.accounts.models import OfficeRole
from zhiping.applications.models import Application
from zhiping.core import stated
from zhiping.core.definition.base import Labelled
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import SignOff as SignOffWanted
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision.models import CommitteeVote, SignOff
from zhiping.decision.queries import outcomes
from zhiping.decision.rules import lists
from zhiping.decision.rules.levels import Judged
from zhiping.organisations.models import Membership, Organisation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition
from zhiping.review.models import Conflict, RoundResult

APPROVAL = "approval"


def before_committee(edition: Edition) -> QuerySet[Application]:
    """Return the cases that await the committee, their proposals and votes fetched."""
    return (
        Application.objects.filter(edition=edition, phase=APPROVAL, resolution__isnull=True)
        .select_related("organisation", "team", "recommender", "proposal", "edition")
        .prefetch_related("committee_votes")
        .order_by("category", "domain", "pk")
    )


def without_conflict(cases: QuerySet[Application], member: Actor) -> QuerySet[Application]:
    """Leave out the cases in which a committee member has an interest: own unit, or a standing expert's conflict."""
    own = Membership.objects.filter(user_id=member.person_id, ended_at__isnull=True).values("organisation_id")
    own_units = Organisation.objects.filter(Q(pk__in=own) | Q(merged_into__in=own)).values("pk")
    conflict = Conflict.objects.filter(application=OuterRef("pk"), expert__user_id=member.person_id).exclude(
        state=Conflict.State.DISMISSED
    )
    return cases.exclude(organisation_id__in=own_units).filter(~Exists(conflict))


def is_conflicted(case: Application, user_id: int) -> bool:
    """Tell whether this person has an interest in the case."""
    person = Actor(user_id, Role.COMMITTEE)
    return not without_conflict(Application.objects.filter(pk=case.pk), person).exists()


def committee() -> list[int]:
    """Return the ids of the committee's members now."""
    standing = OfficeRole.objects.filter(office=OfficeRole.Office.COMMITTEE, ended_at__isnull=True)
    return sorted(set(standing.values_list("user_id", flat=True)))


def entitled_to(cases: Collection[Application]) -> dict[int, list[int]]:
    """Return, for each case, the committee members who may vote on it: all but those with an interest in it."""
    members, ids = committee(), [case.pk for case in cases]
    conflicts = Conflict.objects.filter(application__in=ids, expert__user__in=members)
    interested = set(conflicts.exclude(state=Conflict.State.DISMISSED).values_list("application_id", "expert__user_id"))
    units = Membership.objects.filter(user__in=members, ended_at__isnull=True)
    at_home = set(units.values_list("organisation_id", "user_id"))
    return {
        case.pk: [m for m in members if (case.pk, m) not in interested and (_identity(case), m) not in at_home]
        for case in cases
    }


def _identity(case: Application) -> int:
    return case.organisation.merged_into_id or case.organisation_id


def judged(edition: Edition) -> list[Judged]:
    """Return what the rounds say about every case before the committee."""
    rounds = [stage.round for stage in programmes.definition_of(edition).stages if stage.round]
    cases = Application.objects.filter(edition=edition, phase=APPROVAL, resolution__isnull=True).order_by("pk")
    results: dict[int, list[RoundResult]] = {}
    for result in RoundResult.objects.filter(application__in=cases, concluded_at__isnull=False):
        results.setdefault(result.application_id, []).append(result)
    return [_judged(case, sorted(results.get(case.pk, []), key=lambda r: rounds.index(r.round_id))) for case in cases]


def _judged(case: Application, results: list[RoundResult]) -> Judged:
    marks: dict[str, Decimal] = {r.round_id: r.merged_points for r in results if r.merged_points is not None}
    panel = [r.proposed_level for r in results if r.proposed_level]
    return Judged(case.pk, case.dimensions, marks, frozenset(r.round_id for r in results), panel[-1] if panel else "")


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many are proposed for a level, and how many the rule's share would be."""

    level: str
    label: str
    label_en: str
    proposed: int
    percent: Decimal | None
    of: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the proposals of an edition stand.

    resolved: on the list that nobody has published yet. members: of the committee now.
    """

    levels: list[LevelCount]
    proposed: int
    unproposed: int
    resolved: int
    members: int

    def shown(self, level: str) -> int:
        """Return how many are proposed for a level, NO_LEVEL, or with "" in all."""
        graded = {one.level: one.proposed for one in self.levels}
        return graded.get(level, self.proposed - sum(graded.values())) if level else self.proposed


def numbers(edition: Edition) -> Numbers:
    """Return the proposals in numbers, best level first, beside the rule's shares; one query."""
    definition = programmes.definition_of(edition)
    open_ones = Q(phase=APPROVAL, resolution__isnull=True)
    listed = Q(state__in=outcomes.after_approval(edition), resolution__isnull=False) & ~Q(resolution__level="")
    cases = Application.objects.filter(open_ones | listed, edition=edition).order_by()
    seats = OfficeRole.objects.filter(office=OfficeRole.Office.COMMITTEE, ended_at__isnull=True).order_by()
    seated = seats.values("office").annotate(n=Count("user_id", distinct=True)).values("n")
    rows = cases.values_list("resolution__level", "proposal__level").annotate(n=Count("pk"), members=Subquery(seated))
    proposed: Counter[str] = Counter()
    unproposed = resolved = 0
    members: int | None = None
    for resolved_level, level, n, seen in rows:
        members = seen or 0
        if resolved_level is not None:
            resolved += n
        elif level is None:
            unproposed += n
        else:
            proposed[level] += n
    shares = {share.level: share.percent for share in definition.level_rule.shares} if definition.level_rule else {}
    levels = [
        LevelCount(level.id, level.label, level.label_en, proposed[level.id], shares.get(level.id), proposed.total())
        for level in definition.levels
    ]
    members = len(committee()) if members is None else members  # without a row nobody has counted them yet
    return Numbers(levels, proposed.total(), unproposed, resolved, members)


def resolved_list(edition: Edition) -> list[lists.ListRow]:
    """Return the rows of the list the committee has resolved and nobody has published yet."""
    cases = outcomes.resolved_in(edition, outcomes.after_approval(edition))
    return lists.rows(programmes.definition_of(edition), [outcomes.outcome(case) for case in cases])


def resolved_hash(edition: Edition) -> str:
    """Return the hash of the resolved list."""
    return lists.list_hash(edition.key, resolved_list(edition))


def needs_sign_off(edition: Edition) -> bool:
    """Tell whether the guiding units must agree before anything becomes public."""
    approval = programmes.definition_of(edition).approval
    return approval is not None and approval.sign_off is SignOffWanted.GUIDING_UNITS


def sign_offs(edition: Edition, list_hash: str) -> dict[str, SignOff | None]:
    """Return every guiding unit of the edition with its word on exactly this list, or None."""
    return sign_offs_of({edition: list_hash})[edition.pk]


def sign_offs_of(hashes: Mapping[Edition, str]) -> dict[int, dict[str, SignOff | None]]:
    """Return the same for the lists of several editions, by the edition's id; one query."""
    words = SignOff.objects.filter(edition__in=hashes, list_hash__in=hashes.values()) if hashes else ()
    given = {(word.edition_id, word.list_hash, word.body): word for word in words}
    return {
        edition.pk: {
            body: given.get((edition.pk, list_hash, body)) for body in programmes.definition_of(edition).guiding_units
        }
        for edition, list_hash in hashes.items()
    }


def missing_sign_offs(edition: Edition, list_hash: str) -> list[str]:
    """Return the guiding units that have not agreed to this list; empty where none is asked."""
    return missing_of({edition: list_hash})[edition.pk]


def missing_of(hashes: Mapping[Edition, str]) -> dict[int, list[str]]:
    """Return the same for the lists of several editions, by the edition's id; one query."""
    asked = {edition: list_hash for edition, list_hash in hashes.items() if needs_sign_off(edition)}
    found: dict[int, list[str]] = {edition.pk: [] for edition in hashes}
    for pk, given in sign_offs_of(asked).items():
        found[pk] = [b for b, word in given.items() if word is None or word.verdict != SignOff.Verdict.AGREED]
    return found


def bodies_of(guide: Actor) -> list[str]:
    """Return the guiding units this person speaks for."""
    standing = OfficeRole.objects.filter(
        user_id=guide.person_id, office=OfficeRole.Office.GUIDING, ended_at__isnull=True
    )
    return list(standing.order_by("id").values_list("body", flat=True))


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One case on a list of proposals. mine: whether the member who looks has voted."""

    case: Application
    level: str
    label: str
    label_en: str
    basis: dict[str, object]
    group: tuple[Labelled, ...]
    reason: str
    agreeing: int
    voted: int
    mine: bool


NO_LEVEL = "none"


def proposals(edition: Edition, text: str = "", level: str = "") -> QuerySet[Application]:
    """Return the cases before the committee that have a proposal, each with its votes counted.

    Args: text: what its title, team, unit or number holds. level: what is proposed, or NO_LEVEL.
    """
    votes = CommitteeVote.objects.filter(application=OuterRef("pk")).order_by().values("application")
    counted = {
        "voted": votes.annotate(n=Count("pk")),
        "agreeing": votes.filter(level=OuterRef("proposal__level")).annotate(n=Count("pk")),
    }
    cases = Application.objects.filter(
        edition=edition, phase=APPROVAL, resolution__isnull=True, proposal__isnull=False
    ).select_related("organisation", "team", "proposal", "edition")
    for name, count in counted.items():
        cases = cases.annotate(**{name: Coalesce(Subquery(count.values("n")), 0)})
    if text:
        named = Q(title__icontains=text) | Q(team__name__icontains=text) | Q(organisation__name__icontains=text)
        cases = cases.filter(named | Q(number__icontains=text))
    if level:
        cases = cases.filter(proposal__level="" if level == NO_LEVEL else level)
    return cases.order_by("category", "domain", "pk")


def proposal_row(case: Application) -> BallotRow:
    """Return a case of `proposals` as a row."""
    definition = programmes.definition_of(case.edition)
    return _row(case, definition, agreeing=case.agreeing, voted=case.voted, mine=False)  # type: ignore[attr-defined]


def _ballot_row(case: Application, definition: Definition, member: Actor) -> BallotRow:
    votes = list(case.committee_votes.all())
    mine = any(vote.member_id == member.user_id for vote in votes)
    agreeing = sum(vote.level == case.proposal.level for vote in votes)
    return _row(case, definition, agreeing=agreeing, voted=len(votes), mine=mine)


def _row(case: Application, definition: Definition, *, agreeing: int, voted: int, mine: bool) -> BallotRow:
    per = definition.level_rule.per if definition.level_rule else ()
    return BallotRow(
        case=case,
        level=case.proposal.level,
        label=stated.level_label(definition, case.proposal.level),
        label_en=stated.level_label_en(definition, case.proposal.level),
        basis=case.proposal.basis,
        group=tuple(o for d in per for o in definition.dimensions.get(d, ()) if o.id == case.dimensions.get(d)),
        reason=case.proposal.reason,
        agreeing=agreeing,
        voted=voted,
        mine=mine,
    )


def ballots(member: Actor) -> QuerySet[Application]:
    """Return the proposals in which the member has no interest, edition by edition, each with its `closes_at`."""
    cases = Application.objects.filter(phase=APPROVAL, resolution__isnull=True, proposal__isnull=False)
    found = without_conflict(cases, member).select_related("organisation", "team", "recommender", "proposal", "edition")
    found = found.annotate(closes_at=programmes.closing_of_stage("state"))
    return found.prefetch_related("committee_votes").order_by(
        "-edition__year", "edition__programme", "category", "domain", "pk"
    )


def by_edition(cases: Iterable[Application], member: Actor) -> list[tuple[Edition, list[BallotRow]]]:
    """Return a page of ballots as the member's list in each edition."""
    rows = [_ballot_row(case, programmes.definition_of(case.edition), member) for case in cases]
    grouped = groupby(rows, key=lambda row: row.case.edition_id)
    return [(found[0].case.edition, found) for found in (list(group) for _edition, group in grouped)]
