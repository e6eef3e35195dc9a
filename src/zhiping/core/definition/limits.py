"""An edition's quotas in the plain terms of `core.quota`."""

from __future__ import annotations

from collections.abc import Mapping

from zhiping.core import quota
from zhiping.core.definition.base import Condition
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import QuotaMoment


def limits_at(definition: Definition, moment: QuotaMoment) -> tuple[quota.Limit, ...]:
    """List the limits counted at an act, in the order of the definition.

    Every flag of an application is written "<fact>:<value>", see `flags_of`.
    Source: definitions/<programme>/<year>/quotas.yaml#quotas.
    """
    return tuple(
        quota.Limit(
            id=rule.id,
            at_most=rule.at_most,
            per=rule.per,
            source=rule.source,
            where={key: frozenset(_values(rule.only, key)) for key in rule.only},
            unless=frozenset(f"{key}:{value}" for key in rule.unless for value in _values(rule.unless, key)),
            when_exceeded="refuse" if rule.when_exceeded == "refuse" else "warn",
        )
        for rule in definition.quotas
        if rule.at == moment
    )


def flags_of(facts: Mapping[str, object]) -> frozenset[str]:
    """Write facts as the flags that may lift a limit: {"recommender.flag": ["co_creation"]} → "recommender.flag:…"."""
    return frozenset(
        f"{key}:{_word(value)}"
        for key, held in facts.items()
        for value in (held if isinstance(held, list | tuple | set | frozenset) else [held])
    )


def _values(condition: Condition, key: str) -> tuple[str, ...]:
    return tuple(_word(value) for value in condition[key].any_of or ())


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
