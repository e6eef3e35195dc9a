"""The doors hold no ORM: rows come from queries, changes go to actions."""

from __future__ import annotations

import ast

from tests.architecture.river import ROOT, SOURCE

ORM = {"objects", "filter", "exclude", "select_related", "prefetch_related", "annotate", "aggregate", "values_list"}
WRITES = {"save", "delete", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"}
DOORS = [SOURCE / "web", SOURCE / "api"]


def _is_register(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "register"  # template.Library, not a table


def test_no_view_form_or_template_tag_speaks_to_the_orm() -> None:
    found = []
    for door in DOORS:
        for path in door.rglob("*.py"):
            found += [
                f"{path.relative_to(ROOT)}:{node.lineno} .{node.attr}"
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Attribute) and node.attr in ORM | WRITES and not _is_register(node)
            ]

    assert found == []


def test_no_package_keeps_logic_in_signals_or_save() -> None:
    found = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "django.dispatch" in text or "db.models.signals" in text or "def save(self" in text:
            found.append(str(path.relative_to(ROOT)))

    assert found == []


def test_package_docstrings_say_what_each_package_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCE.glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_every_lock_of_a_row_lets_others_refer_to_it() -> None:
    """FOR UPDATE stops whoever inserts a row that names the locked one, at commit: so two submissions deadlocked."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]

    assert found == []
