"""What every part of a definition is made of: the frozen model, ids, labels, sources and conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=96)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Source = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Values = Annotated[tuple[str | bool | int, ...], Field(strict=False)]
Bound = Annotated[Decimal, Field(strict=False)]
DEFAULT_SOURCE = "default"


class Model(BaseModel):
    """A frozen part of a definition; an unknown key is a fault, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Labelled(Model):
    """Something with a name on the screen: Chinese first, English complete beside it."""

    label: Text
    label_en: str = ""


class Sourced(Model):
    """A rule, with the clause it comes from.

    source: "三.2" (a clause of the definition's own document), "standard#附录B" (a clause of another of its
    documents), or "default": chosen by this product where the notice is silent, and editable.
    """

    source: Source

    @property
    def is_default(self) -> bool:
        """Tell whether the notice is silent here, so that the office may change it freely."""
        return self.source == DEFAULT_SOURCE


class Option(Labelled):
    """One value of a dimension, level or choice."""

    id: Id
    hint: str = ""
    hint_en: str = ""
    source: str = ""


class Test(Model):
    """What one fact must be; in YAML a plain value or a list of values stands for `any_of`."""

    __test__ = False

    any_of: Values | None = None
    none_of: Values | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    filled: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_value(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return data
        return {"any_of": data if isinstance(data, list) else [data]}

    def passes(self, value: object) -> bool:
        """Tell whether a fact meets the test; an unknown fact (None) meets only `filled: false` and `none_of`."""
        held = _values(value)
        return (
            (self.any_of is None or any(v in self.any_of for v in held))
            and (self.none_of is None or not any(v in self.none_of for v in held))
            and (self.at_least is None or any(n >= self.at_least for n in _numbers(held)))
            and (self.at_most is None or any(n <= self.at_most for n in _numbers(held)))
            and (self.filled is None or self.filled is any(v not in ("", ()) for v in held))
        )


def _values(value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    if isinstance(value, Collection) and not isinstance(value, str | Mapping):
        return tuple(value)
    return (value,)


def _numbers(held: tuple[object, ...]) -> list[Decimal]:
    return [Decimal(value) for value in held if isinstance(value, int | Decimal)]


Condition = dict[Key, Test]
"""Every named fact must pass its test. Keys: a dimension, a form field, or a word of the fact vocabulary."""


def holds(condition: Condition | None, facts: Mapping[str, object]) -> bool:
    """Tell whether every clause of a condition is met; no condition always holds."""
    return all(test.passes(facts.get(key)) for key, test in (condition or {}).items())


def years_between(earlier: date, later: date) -> int:
    """Count the full years from one civil date to a later one (29 February counts as reached on 1 March)."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
