"""One address in the permission table."""

from __future__ import annotations

from dataclasses import dataclass

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field, Verb

EVERYONE = frozenset(Role)
SIGNED_IN = EVERYONE - {Role.PUBLIC}


@dataclass(frozen=True, slots=True)
class Page:
    """Who may open an address, and which right on the object its id names it stands for.

    roles: the capacities that may open it at all; everybody else gets 403 (or the sign-in page when signed out).
    about: what the id names ("application", "edition", "assignment" …); None when the address has no id.
    verb, field: the right on a case that is asked; for objects that are no case, the row of roles is the whole rule.
    """

    roles: frozenset[Role]
    about: str | None = None
    verb: Verb = Verb.SEE
    field: Field = Field.CASE
