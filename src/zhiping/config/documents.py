"""Developer documents made from the code, so that they never go stale: the journey, permissions, refusals."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from zhiping.config import official_forms, refusals
from zhiping.config.environment import CHECKOUT
from zhiping.core.definition import reference
from zhiping.core.permissions import table
from zhiping.core.permissions.pages import PAGES

SOURCE = CHECKOUT / "src" / "zhiping"
STAGES = (
    "programmes",
    "organisations",
    "experts",
    "applications",
    "recommendation",
    "screening",
    "review",
    "decision",
    "showcase",
    "journey",
)


def journey() -> str:
    """Return docs/journey.md: each stage's official acts with the file they stand in, its tables, its pages."""
    lines = [
        "# The journey, stage by stage",
        "",
        (
            "Generated from the code by `zhiping documents`; a test holds it current. "
            "Each act is one public function; the page calls it, `applications/lifecycle.py` moves the case."
        ),
    ]
    for stage in STAGES:
        lines += ["", f"## {stage}", "", _purpose(stage), ""]
        acts = list(_acts(stage))
        if acts:
            lines += ["| act | what it does | file |", "|---|---|---|"]
            lines += [f"| `{name}` | {what} | `{where}` |" for name, what, where in acts]
        tables = list(_tables(stage))
        if tables:
            lines += ["", "Tables: " + ", ".join(f"`{name}`" for name in tables) + "."]
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """Return docs/permissions.md: who may do what, from the one table, and which address asks which right."""
    lines = [
        "# Who may do what",
        "",
        "Generated from `core/permissions` by `zhiping documents`. What is not here is refused.",
        "",
        "| role | relation | phases | verb | parts | why |",
        "|---|---|---|---|---|---|",
    ]
    for row in table.ROWS:
        phases = "all" if row.phases == table.PHASES else ", ".join(row.phases)
        parts = ", ".join(row.fields)
        lines.append(f"| {row.role} | {row.relation} | {phases} | {row.verb} | {parts} | {row.why} |")
    lines += ["", "## Addresses", "", "| name | roles | about | right |", "|---|---|---|---|"]
    for name, page in sorted(PAGES.items()):
        right = f"{page.verb} {page.field}" if page.about == "application" else "—"
        lines.append(f"| `{name}` | {', '.join(sorted(page.roles))} | {page.about or '—'} | {right} |")
    return "\n".join(lines) + "\n"


FILES = {
    "docs/journey.md": journey,
    "docs/permissions.md": permissions,
    "docs/refusals.md": refusals.render,
    "docs/manual/forms.md": official_forms.render,
    "definitions/_vocabulary.md": reference.render,
}


def write() -> list[Path]:
    """Write every generated document and return the paths."""
    paths = []
    for name, make in FILES.items():
        path = CHECKOUT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8")
        paths.append(path)
    return paths


def _modules(stage: str, name: str) -> Iterator[Path]:
    single, folder = SOURCE / stage / f"{name}.py", SOURCE / stage / name
    if single.exists():
        yield single
    if folder.is_dir():
        yield from sorted(p for p in folder.rglob("*.py") if p.name != "__init__.py")


def _purpose(stage: str) -> str:
    return ast.get_docstring(ast.parse((SOURCE / stage / "__init__.py").read_text(encoding="utf-8"))) or ""


def _acts(stage: str) -> Iterator[tuple[str, str, str]]:
    for path in _modules(stage, "actions"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_act(node):
                what = (ast.get_docstring(node) or "").split("\n")[0]
                yield node.name, what.replace("|", "\\|"), str(path.relative_to(SOURCE))


def _is_act(node: ast.FunctionDef) -> bool:
    names = {argument.arg for argument in node.args.kwonlyargs}
    return {"by", "at"} <= names


def _tables(stage: str) -> Iterator[str]:
    for path in _modules(stage, "models"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "models.Model" for base in node.bases):
                yield node.name


if __name__ == "__main__":
    for written in write():
        print(written.relative_to(CHECKOUT))
