"""What the office's decision desk shows at a glance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from zhiping.applications.models import Application
from zhiping.core.definition.outcome import Forwarding as ForwardingRule
from zhiping.core.definition.vocabulary import StageKind
from zhiping.decision.models import Certificate, Forwarding, Publication, PublicNotice
from zhiping.decision.queries import approval, listed, outcomes
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One edition at the decision desk."""

    edition: Edition
    before_committee: int
    proposed: int
    on_list: int
    ready: int
    published: int
    notices: list[PublicNotice]
    open_objections: int
    missing_sign_offs: list[str]
    prepared: bool
    certificates: int
    has_notice_stage: bool


@dataclass(slots=True)
class _Counts:
    """The cases of one edition from approval on, by where they stand."""

    before: int = 0
    proposed: int = 0
    by_state: Counter[str] = field(default_factory=Counter)

    def standing_in(self, states: Sequence[str]) -> int:
        return sum(self.by_state[state] for state in states)


def desk_rows() -> list[DeskRow]:
    """Return the editions that have cases from approval on; five queries however many editions and cases."""
    counts = _counts()
    valid = Certificate.objects.filter(application__edition=OuterRef("pk"), revoked_at__isnull=True).order_by()
    counted = valid.values("application__edition").annotate(n=Count("pk")).values("n")
    unreleased = Publication.objects.filter(edition=OuterRef("pk"), released_at__isnull=True)
    editions = list(
        programmes.editions()
        .filter(pk__in=list(counts))
        .annotate(certificates=Coalesce(Subquery(counted), 0), is_prepared=Exists(unreleased))
    )
    notices = _notices(editions)
    asked = [edition for edition in editions if approval.needs_sign_off(edition)]
    known = listed.resolved(asked)
    missing = approval.missing_of({e: known[e.pk].list_hash for e in asked if known[e.pk].cases})
    return [_row(edition, counts[edition.pk], notices[edition.pk], missing.get(edition.pk, [])) for edition in editions]


def _counts() -> dict[int, _Counts]:
    reached = Application.objects.filter(phase__in=["approval", "notice", "published"]).order_by()
    unresolved = Count("pk", Q(resolution__isnull=True))
    proposed = Count("pk", Q(resolution__isnull=True, proposal__isnull=False))
    found: defaultdict[int, _Counts] = defaultdict(_Counts)
    rows = reached.values_list("edition_id", "phase", "state").annotate(n=Count("pk"), open=unresolved, given=proposed)
    for edition, phase, state, n, still_open, given in rows:
        found[edition].by_state[state] += n
        if phase == "approval":
            found[edition].before += still_open
            found[edition].proposed += given
    return dict(found)


def _notices(editions: Sequence[Edition]) -> dict[int, list[PublicNotice]]:
    """Return the notices by edition, each with `open_objections`."""
    found: dict[int, list[PublicNotice]] = {edition.pk: [] for edition in editions}
    open_ones = Count("items__objections", Q(items__objections__state="open"))
    for notice in PublicNotice.objects.filter(edition__in=editions).annotate(open_objections=open_ones).order_by("pk"):
        found[notice.edition_id].append(notice)
    return found


def _row(edition: Edition, counts: _Counts, notices: list[PublicNotice], missing: list[str]) -> DeskRow:
    notice_stages = outcomes.states_of(edition, StageKind.NOTICE)
    return DeskRow(
        edition=edition,
        before_committee=counts.before,
        proposed=counts.proposed,
        on_list=counts.standing_in(notice_stages),
        ready=counts.standing_in(outcomes.states_of(edition, StageKind.PUBLICATION)),
        published=counts.standing_in(["published"]),
        notices=notices,
        open_objections=sum(notice.open_objections for notice in notices),  # type: ignore[attr-defined]
        missing_sign_offs=missing,
        prepared=edition.is_prepared,  # type: ignore[attr-defined]
        certificates=edition.certificates,  # type: ignore[attr-defined]
        has_notice_stage=bool(notice_stages),
    )


def forwardings_open_to(case: Application) -> list[tuple[ForwardingRule, bool]]:
    """Return the edition's forwardings that the case's level allows, each with whether it was chosen."""
    chosen = set(Forwarding.objects.filter(application=case).values_list("to", flat=True))
    level = outcomes.resolved_level(case)
    rules = programmes.definition_of(case.edition).forwarding
    return [(rule, rule.id in chosen) for rule in rules if level and (not rule.levels or level in rule.levels)]
