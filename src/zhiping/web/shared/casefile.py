"""A case beside a form: what every working page shows of it, as far as the permission table lets the viewer see."""

from __future__ import annotations

from typing import Any

from zhiping.applications import queries as applications
from zhiping.core.definition.schema import Definition
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.table import fields_seen
from zhiping.journey import queries as journey
from zhiping.programmes import queries as programmes
from zhiping.web.shared import phases


def beside(actor: Actor, case: Any) -> dict[str, Any]:
    """Return the context of a page that shows the application's content and endorsement beside its own form."""
    seen = fields_seen(actor.role, journey.relation(actor, case), case.phase)
    definition = programmes.definition_of(case.edition)
    return {
        "case": case,
        "definition": definition,
        "shows": {field.value: True for field in seen},
        "part": {"facts": applications.facts_for_case(case, seen)},
        "state_label": phases.state_label(case.state, case.phase),
        "state_class": phases.state_class(case.phase),
        "dimensions": chosen(definition, case.dimensions),
    }


def chosen(definition: Definition, dimensions: dict[str, str]) -> list[dict[str, str]]:
    """Return what was chosen in each dimension of the edition, in the reader's language."""
    found = []
    for name, options in definition.dimensions.items():
        option = next((o for o in options if o.id == dimensions.get(name)), None)
        label = definition.dimension_labels.get(name)
        if option:
            called = phases.in_language(label.label, label.label_en) if label else name
            found.append({"id": name, "label": called, "value": phases.in_language(option.label, option.label_en)})
    return found
