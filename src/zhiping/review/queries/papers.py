"""What an expert reads on one assignment: the case's content and files, blind where the round is blind (G2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from zhiping import apart
from zhiping.applications.models import Application
from zhiping.applications.queries.casefile import content_rows
from zhiping.core.definition.schema import Definition, Round, Scorecard
from zhiping.core.definition.vocabulary import RoundKind
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.files import queries as files
from zhiping.files.models import StoredFile
from zhiping.programmes import queries as programmes
from zhiping.review.models import Assignment, RoundResult
from zhiping.review.queries.cards import card_for, get_assignment
from zhiping.review.queries.handing_in import handed_in
from zhiping.review.queries.rounds import earlier_results
from zhiping.review.queries.seats import Seat, own_seats, title_tells_who
from zhiping.review.queries.standing import is_blind

CLEANING = "zhiping.review.rules.anonymity:without_author"
MEMORY, SECONDS = 1536 * 1024 * 1024, 20


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the case under the name of its rule; where the round is blind its own name is not told."""

    file_id: int
    label: str
    label_en: str
    place: int
    size: int
    pages: int | None
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything one page of an expert shows. place: of this case among the expert's, from 1."""

    assignment: Assignment
    definition: Definition
    judged: Round
    card: Scorecard | None
    blind: bool
    title: str
    sections: list[dict[str, Any]]
    papers: list[Paper]
    before: Seat | None
    after: Seat | None
    done: int
    all: int

    @property
    def case(self) -> Application:
        """The case; who applies is on the page only where the round is not blind."""
        return self.assignment.application


def desk_of(actor: Actor, assignment: Assignment) -> Desk:
    """Return the page of one of the expert's standing assignments, as `cards.get_assignment` gives it."""
    case = assignment.application
    definition = programmes.definition_of(case.edition)
    judged, blind = definition.rounds[assignment.round_id], is_blind(case.edition, assignment.round_id)
    this_round = (case.edition_id, assignment.round_id)
    mine = [seat for seat in own_seats(actor) if (seat.edition_id, seat.round_id) == this_round]
    place = next(n for n, one in enumerate(mine) if one.pk == assignment.pk)
    return Desk(
        assignment=assignment,
        definition=definition,
        judged=judged,
        card=card_for(definition, assignment.round_id, case.dimensions),
        blind=blind,
        title=title_of(assignment),
        sections=content_rows(case, blind=blind),
        papers=papers_of(assignment),
        before=mine[place - 1] if place else None,
        after=mine[place + 1] if place + 1 < len(mine) else None,
        done=sum(seat.is_done for seat in mine),
        all=len(mine),
    )


def title_of(assignment: Assignment) -> str:
    """Return the title an expert may read: "" in a blind round of an edition whose titles tell who applies."""
    case = assignment.application
    if not is_blind(case.edition, assignment.round_id):
        return case.title
    return "" if title_tells_who(programmes.definition_of(case.edition), case.dimensions) else case.title


def papers_of(assignment: Assignment) -> list[Paper]:
    """Return the files of the case that this round may see, under their rules' names.

    A blind round sees neither sealed sheets nor portraits, which show who applies.
    """
    blind = is_blind(assignment.application.edition, assignment.round_id)
    counted: Counter[str] = Counter()
    found = []
    for label, label_en, stored in _files(assignment, blind=blind):
        counted[label] += 1
        kind = files.kind_of(stored)
        name = f"{assignment.alias}-{label}-{counted[label]}.{kind or 'bin'}" if blind else stored.name
        found.append(Paper(stored.pk, label, label_en, counted[label], stored.size, stored.pages, kind, name))
    return found


def _files(assignment: Assignment, *, blind: bool) -> Iterator[tuple[str, str, StoredFile]]:
    case = assignment.application
    definition = programmes.definition_of(case.edition)
    rules = {rule.id: rule for rule in definition.files}
    for attachment in case.attachments.filter(removed_at__isnull=True).select_related("file"):
        rule = rules.get(attachment.rule_id)
        if rule is not None and not (blind and rule.sealed):
            yield rule.label, rule.label_en, attachment.file
    if definition.rounds[assignment.round_id].kind == RoundKind.PRESENTATION:
        for given in handed_in(case):
            if given.rule_id in rules:
                yield rules[given.rule_id].label, rules[given.rule_id].label_en, given.file


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is handed to an expert. content: None where the stored bytes go out as they are."""

    stored: StoredFile
    name: str
    content: bytes | None


def paper(actor: Actor, assignment_id: int, file_id: int) -> Served:
    """Return one file of an assignment; in a blind round without its own name and what tells its author.

    Raises: NotFound; RuleViolation("file.broken") for one that cannot be cleaned with modest means.
    """
    assignment = get_assignment(actor, assignment_id)
    found = next((one for one in papers_of(assignment) if one.file_id == file_id), None)
    if found is None:
        raise NotFound
    stored = files.get(file_id)
    if not is_blind(assignment.application.edition, assignment.round_id) or found.kind == "mp4":
        return Served(stored, found.name, None)
    with files.open_stored(stored) as opened:
        cleaned = apart.run(CLEANING, cast("BinaryIO", opened), memory=MEMORY, seconds=SECONDS, kind=found.kind)
    if cleaned is None:
        raise RuleViolation("file.broken")
    return Served(stored, found.name, cleaned)


def agenda_of(assignment: Assignment) -> list[RoundResult]:
    """Return what earlier rounds concluded on the case, for a panel that deliberates: merged points, never cards."""
    return list(earlier_results([assignment.application])[assignment.application_id].values())
