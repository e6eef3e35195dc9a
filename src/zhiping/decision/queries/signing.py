"""Read the lists that the guiding units sign off."""

from __future__ import annotations

from dataclasses import dataclass

from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.decision.models import SignOff
from zhiping.decision.queries import approval, listed
from zhiping.decision.rules import lists
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@dataclass(frozen=True, slots=True)
class ListToSign:
    """A resolved list as one guiding unit's person sees it.

    bodies: the edition's guiding units this person speaks for. waits_for_me: those of them without a word on this list.
    """

    edition: Edition
    count: int
    list_hash: str
    sign_offs: dict[str, SignOff | None]
    bodies: list[str]

    @property
    def waits_for_me(self) -> list[str]:
        """The person's guiding units that have not spoken on this list."""
        return [body for body in self.bodies if self.sign_offs[body] is None]

    @property
    def missing(self) -> list[str]:
        """Every guiding unit that has not agreed to this list."""
        return [b for b, word in self.sign_offs.items() if word is None or word.verdict != SignOff.Verdict.AGREED]


def list_to_sign(guide: Actor, edition_id: int) -> tuple[ListToSign, list[lists.ListRow]]:
    """Return an edition's resolved list for one of its guiding units, whole: it is signed as one.

    Raises: NotFound for anybody else.
    """
    edition = programmes.get_edition(edition_id)
    bodies = _named(edition, approval.bodies_of(guide))
    if not bodies or not approval.needs_sign_off(edition):
        raise NotFound
    rows = approval.resolved_list(edition)
    current = lists.list_hash(edition.key, rows)
    return ListToSign(edition, len(rows), current, approval.sign_offs(edition, current), bodies), rows


def lists_to_sign(guide: Actor) -> list[ListToSign]:
    """Return the resolved lists of the editions that name one of this person's guiding units."""
    spoken_for = approval.bodies_of(guide)
    asked = [e for e in programmes.editions() if _named(e, spoken_for) and approval.needs_sign_off(e)]
    known = listed.resolved(asked)
    given = approval.sign_offs_of({edition: known[edition.pk].list_hash for edition in asked})
    return [
        ListToSign(edition, len(found.cases), found.list_hash, given[edition.pk], _named(edition, spoken_for))
        for edition in asked
        if (found := known[edition.pk]).cases
    ]


def _named(edition: Edition, bodies: list[str]) -> list[str]:
    named = programmes.definition_of(edition).guiding_units
    return [body for body in bodies if body in named]
