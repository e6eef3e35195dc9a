"""Read the lists that the guiding units sign off."""

from __future__ import annotations

from dataclasses import dataclass

from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.decision.models import SignOff
from zhiping.decision.queries import approval
from zhiping.decision.rules import lists
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


@dataclass(frozen=True, slots=True)
class ListToSign:
    """A resolved list as one guiding unit's person sees it.

    bodies: the edition's guiding units this person speaks for. waits_for_me: those of them without a word on this list.
    """

    edition: Edition
    rows: list[lists.ListRow]
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


def list_to_sign(guide: Actor, edition_id: int) -> ListToSign:
    """Return an edition's resolved list for one of its guiding units. Raises: NotFound for anybody else."""
    edition = programmes.get_edition(edition_id)
    named = programmes.definition_of(edition).guiding_units
    bodies = [body for body in approval.bodies_of(guide) if body in named]
    if not bodies or not approval.needs_sign_off(edition):
        raise NotFound
    rows = approval.resolved_list(edition)
    current = lists.list_hash(edition.key, rows)
    return ListToSign(edition, rows, current, approval.sign_offs(edition, current), bodies)


def lists_to_sign(guide: Actor) -> list[ListToSign]:
    """Return the resolved lists of the editions that name one of this person's guiding units."""
    bodies = set(approval.bodies_of(guide))
    asked = [
        edition
        for edition in programmes.editions()
        if bodies & set(programmes.definition_of(edition).guiding_units) and approval.needs_sign_off(edition)
    ]
    return [listed for edition in asked if (listed := list_to_sign(guide, edition.pk)).rows]
