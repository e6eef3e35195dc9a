"""Who may hold which office, how many views of a list a person keeps. Pure."""

from __future__ import annotations

from collections.abc import Collection

from zhiping.core.errors import RuleViolation

# Those who may grant and end offices; somebody must always hold one of these.
GRANTORS = ("secretariat", "operator")
# More would be no shorter way to a list than to ask for it anew.
MOST_VIEWS = 30
LONGEST_VIEW = 1_000
"""Characters of a list's address that a view keeps."""


def check_office(office: str, body: str, *, known: Collection[str]) -> None:
    """Refuse an office that does not exist, or a guiding unit without its name.

    Raises: RuleViolation("office.unknown" | "office.body_missing").
    """
    if office not in known:
        raise RuleViolation("office.unknown")
    if office == "guiding" and not body.strip():
        raise RuleViolation("office.body_missing")


def check_not_held(office: str, body: str, *, held: Collection[tuple[str, str]]) -> None:
    """Refuse to grant what is held. Args: held: (office, body) pairs. Raises: RuleViolation("office.held_already")."""
    if (office, body) in held:
        raise RuleViolation("office.held_already")


def check_somebody_stays(ending: int, *, grantors: Collection[int]) -> None:
    """Refuse to end the last office that can grant offices. Raises: RuleViolation("office.last_one")."""
    if set(grantors) == {ending}:
        raise RuleViolation("office.last_one")


def check_not_oneself(user_id: int, by_user_id: int | None) -> None:
    """Refuse that a person grants an office to himself or herself. Raises: RuleViolation("office.to_oneself")."""
    if by_user_id is not None and user_id == by_user_id:
        raise RuleViolation("office.to_oneself")


def check_view(name: str, query: str, *, others: Collection[str]) -> None:
    """Refuse a view without a name, one more than a person may keep, or one too long; an old name is overwritten.

    Args: query: the list's address. others: names of the views kept of the same list.
    Raises: RuleViolation("view.nameless" | "view.too_many" | "view.too_long").
    """
    if len(query) > LONGEST_VIEW:
        raise RuleViolation("view.too_long", most=LONGEST_VIEW)
    if not name:
        raise RuleViolation("view.nameless")
    if name not in others and len(others) >= MOST_VIEWS:
        raise RuleViolation("view.too_many", most=MOST_VIEWS)
