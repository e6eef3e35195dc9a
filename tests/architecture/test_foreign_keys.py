"""Foreign keys point upstream only; import-linter cannot see string references, this test can."""

from __future__ import annotations

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

from tests.architecture.river import heights


def _package(model: type) -> str:
    return model.__module__.split(".")[1]


def _references() -> list[tuple[str, str, str]]:
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("zhiping."):
            continue
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                target = field.related_model
                if target.__module__.startswith("zhiping."):
                    found.append((_package(model), _package(target), f"{model.__name__}.{field.name}"))
    return found


def test_foreign_keys_point_upstream_or_stay_at_home() -> None:
    height = heights()

    downstream = [
        (source, target, name)
        for source, target, name in _references()
        if source != target and height[source] <= height[target]
    ]

    assert downstream == []


def test_the_walk_sees_the_foreign_keys_of_the_journey() -> None:
    assert ("review", "applications", "Assignment.application") in _references()
