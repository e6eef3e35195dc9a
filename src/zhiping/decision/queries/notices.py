"""Read public notices and objections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhiping.core.calendar import Window
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import NotAllowed, NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.decision import ports
from zhiping.decision.models import NoticeItem, Objection, PublicNotice
from zhiping.decision.queries import approval, listed, outcomes
from zhiping.decision.rules import lists
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


def public_notices() -> QuerySet[PublicNotice]:
    """Return every notice that was opened, newest first."""
    return PublicNotice.objects.select_related("edition").order_by("-opened_at", "-pk")


def notice(notice_id: int) -> PublicNotice:
    """Return one notice. Raises: NotFound."""
    found = public_notices().filter(pk=notice_id).first()
    if found is None:
        raise NotFound
    return found


def items(found: PublicNotice, words: str = "") -> QuerySet[NoticeItem]:
    """Return the rows of a notice in the order of the list; only those that contain these words, in whichever case."""
    every = NoticeItem.objects.filter(notice=found).order_by("pk")
    return every.filter(row__cells__icontains=words) if words else every


def told(found: PublicNotice) -> tuple[int, ...]:
    """Return the places of the columns that say something in some row of the whole notice; one query.

    A column with words in it is known by one of its rows; only one that stays empty is read to the end.
    """
    every = range(len(lists.columns(programmes.definition_of(found.edition))))
    rows = NoticeItem.objects.filter(notice=OuterRef("pk"))
    asked = [Exists(rows.exclude(**{f"row__cells__{place}": ""})) for place in every]
    answer = PublicNotice.objects.filter(pk=found.pk).values_list(*asked).get()
    return tuple(place for place in every if answer[place])


def item(item_id: int) -> NoticeItem:
    """Return one row of a notice. Raises: NotFound."""
    found = NoticeItem.objects.select_related("notice__edition", "application").filter(pk=item_id).first()
    if found is None:
        raise NotFound
    return found


def window(found: PublicNotice) -> Window:
    """Return the half-open period in which the notice stands and objections are heard."""
    return Window(found.opened_at, found.closes_at)


def preview(edition: Edition, stage_id: str) -> list[lists.ListRow]:
    """Return the rows a notice opened now would freeze."""
    cases = outcomes.resolved_in(edition, [stage_id])
    return lists.rows(programmes.definition_of(edition), [outcomes.outcome(case) for case in cases])


def notice_stages(edition: Edition) -> list[tuple[str, PublicNotice | None]]:
    """Return the edition's notice stages with the notice already opened in each."""
    opened = {n.stage_id: n for n in PublicNotice.objects.filter(edition=edition)}
    return [(stage_id, opened.get(stage_id)) for stage_id in outcomes.states_of(edition, StageKind.NOTICE)]


@dataclass(frozen=True, slots=True)
class NoticeStage:
    """A notice stage at the office's desk.

    cases: what a notice opened now would freeze, in its order; else empty. told: the places of the columns of that list
    which say something.
    """

    id: str
    notice: PublicNotice | None
    list_hash: str
    cases: tuple[int, ...]
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoticeDesk:
    """The notice stages of an edition, and what still keeps a notice from opening."""

    stages: list[NoticeStage]
    unresolved: int
    missing: list[str]


def notice_desk(edition: Edition) -> NoticeDesk:
    """Return how an edition's notices stand; three queries however long its lists are."""
    opened = notice_stages(edition)
    wanted: dict[str, tuple[Edition, Sequence[str]]] = {"": (edition, outcomes.after_approval(edition))}
    wanted |= {stage_id: (edition, [stage_id]) for stage_id, notice in opened if notice is None}
    unresolved = Count("pk", Q(phase=approval.APPROVAL, resolution__isnull=True))
    known, counted = listed.listed(wanted, unresolved=unresolved)
    stages = [
        NoticeStage(stage_id, notice, notice.list_hash, (), ())
        if notice
        else NoticeStage(stage_id, None, known[stage_id].list_hash, known[stage_id].cases, known[stage_id].told)
        for stage_id, notice in opened
    ]
    return NoticeDesk(stages, counted["unresolved"], approval.missing_sign_offs(edition, known[""].list_hash))


def due_to_close(edition: Edition, at: datetime) -> list[PublicNotice]:
    """Return the notices whose period is over and which nobody has closed."""
    return list(PublicNotice.objects.filter(edition=edition, closed_at__isnull=True, closes_at__lte=at).order_by("pk"))


@dataclass(frozen=True, slots=True)
class ObjectionStatus:
    """What the holder of a tracking code may know: nothing that names anybody."""

    code: str
    edition: Edition
    item_title: str
    filed_at: datetime
    state: str
    answer: str
    settled_at: datetime | None


def status_by_code(code: str) -> ObjectionStatus:
    """Return how an objection stands, for whoever holds its code. Raises: NotFound."""
    found = Objection.objects.select_related("item__notice__edition", "item__application").filter(code=code).first()
    if found is None:
        raise NotFound
    edition, title = found.item.notice.edition, found.item.application.title
    return ObjectionStatus(code, edition, title, found.filed_at, found.state, found.answer, found.settled_at)


OBJECTION_STATES = Objection.State.choices


def objections(edition: Edition, state: str = "") -> QuerySet[Objection]:
    """Return the edition's objections for the office, open ones first, without who filed them; of one state if asked."""
    found = Objection.objects.filter(item__notice__edition=edition)
    return (
        (found.filter(state=state) if state else found)
        .select_related("item__application__organisation", "item__application__team", "item__notice", "settled_by")
        .defer("identity")
        .order_by("settled_at", "filed_at", "pk")
    )


def objection(objection_id: int) -> Objection:
    """Return one objection for the office. Raises: NotFound."""
    found = Objection.objects.select_related("item__application__edition", "item__notice", "evidence").filter(
        pk=objection_id
    )
    first = found.first()
    if first is None:
        raise NotFound
    return first


def objector(found: Objection, asker: Actor) -> dict[str, str]:
    """Return who filed an objection: name, unit, contact; to the secretariat only. Raises: NotAllowed."""
    if asker.role is not Role.SECRETARIAT:
        raise NotAllowed
    opened: dict[str, str] = json.loads(ports.unseal_identity(bytes(found.identity), code=found.code))
    return opened
