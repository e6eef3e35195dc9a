"""Who acts, and in which capacity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The capacities in which people meet the platform (requirements › Words)."""

    PUBLIC = "public"
    APPLICANT = "applicant"
    UNIT = "unit"
    RECOMMENDER = "recommender"
    EXPERT = "expert"
    SECRETARIAT = "secretariat"
    COMMITTEE = "committee"
    GUIDING = "guiding"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one capacity: the journal's "who, as whom".

    scope_id: the organisation (applicant, unit, recommender) or the expert stood for; None for the office.
    name: how the journal and the pages call this capacity, e.g. "浦江精密仪表有限公司 单位管理员".
    """

    user_id: int | None
    role: Role
    scope_id: int | None = None
    name: str = ""

    @property
    def person_id(self) -> int:
        """The person who acts. Raises: RuntimeError for the public and the platform itself, who sign nothing."""
        if self.user_id is None:
            msg = f"{self.role} acts without a person here"
            raise RuntimeError(msg)
        return self.user_id


ANYONE = Actor(user_id=None, role=Role.PUBLIC, name="公众")
SYSTEM = Actor(user_id=None, role=Role.OPERATOR, name="系统")
