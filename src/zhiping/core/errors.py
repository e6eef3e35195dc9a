"""The refusals every door understands; texts are made at the edge from code and facts."""

from __future__ import annotations

from collections.abc import Iterable


class Refusal(Exception):
    """Base of every expected refusal."""


class RuleViolation(Refusal):
    """A rule of the edition or of the trade forbids the act; becomes a form error or a 409.

    Args: code: stable dotted id such as "quota.two_per_unit" or "window.closed"; facts: values for the text.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


def listing(name: str, words: Iterable[str], *, more: bool = False) -> dict[str, str]:
    """Return the facts that say several words as a list, in Chinese under this name, in English under `name_en`.

    Args: more: there are more of them than these.
    """
    said = list(words)
    return {
        name: "、".join(said) + ("……" if more else ""),
        f"{name}_en": ", ".join(said) + (" and more" if more else ""),
    }


class RuleViolations(Refusal):
    """Several rules at once, so that a person learns every reason in one answer (C5)."""

    def __init__(self, violations: list[RuleViolation]) -> None:
        super().__init__(", ".join(v.code for v in violations))
        self.violations = violations


class Reasons:
    """What stands against an act, gathered so that a person learns every reason in one answer (C5).

    Each check stands under `with reasons:`; `refuse` then refuses with all that was found, if anything was.
    Args: more: something stands against it that is told elsewhere, so it is refused in any case.
    """

    def __init__(self, *, more: bool = False) -> None:
        self.more = more
        self.found: list[RuleViolation | RuleViolations] = []

    def __enter__(self) -> None:
        """Begin a check."""

    def __exit__(self, kind: type[BaseException] | None, refused: BaseException | None, trace: object) -> bool:
        """Keep the reason that the check found; anything else goes on."""
        if not isinstance(refused, RuleViolation | RuleViolations):
            return False
        self.found.append(refused)
        return True

    def refuse(self) -> None:
        """Refuse for the reasons found. Raises: RuleViolation or RuleViolations."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found or self.more:
            several = (one.violations if isinstance(one, RuleViolations) else [one] for one in self.found)
            raise RuleViolations([one for every in several for one in every])


class NotAllowed(Refusal):
    """The permission table says no to someone who may know that the thing exists; becomes a 403."""


class OtherPhase(NotAllowed):
    """The same person may do this, but not in the phase the case has come to: somebody was quicker, or time has run.

    Args: application_id: the case whose page tells where it stands.
    """

    def __init__(self, application_id: int) -> None:
        super().__init__(application_id)
        self.application_id = application_id


class NotFound(Refusal):
    """Absent, or not to be seen by this person; becomes a 404 either way."""
