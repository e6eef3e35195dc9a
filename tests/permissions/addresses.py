"""Every address of ours, read from the URL configuration itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

LIBRARIES = ("allauth", "django.", "procrastinate")


@dataclass(frozen=True, slots=True)
class Address:
    """A named address and the names of the ids in it, in order."""

    name: str
    ids: tuple[str, ...]


def addresses() -> list[Address]:
    """Return our addresses; those of libraries have their own gates and tests."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda a: a.name)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, ids: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        found = ids + tuple(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, space, found)
        elif not pattern.callback.__module__.startswith(LIBRARIES):
            yield Address(f"{prefix}{pattern.name}", found)
