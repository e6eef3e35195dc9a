"""One stylesheet for all pages, joined from one for each component."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from zhiping.reporting import ports
from zhiping.web.shared import stylesheets


def test_every_component_is_part_of_it_once() -> None:
    assert sorted(stylesheets.PARTS) == sorted(path.stem for path in stylesheets.FOLDER.glob("*.css"))


def test_a_change_of_a_part_is_in_what_is_served_next(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in stylesheets.PARTS:
        (tmp_path / f"{name}.css").write_text(f".{name} {{}}", encoding="utf-8")
    monkeypatch.setattr(stylesheets, "FOLDER", tmp_path)
    settings.JOINED_STATIC = tmp_path / "joined"  # type: ignore[attr-defined]
    first = Path(str(finders.find(stylesheets.JOINED))).read_text(encoding="utf-8")
    (tmp_path / "table.css").write_text(".table { color: red }", encoding="utf-8")

    second = Path(str(finders.find(stylesheets.JOINED))).read_text(encoding="utf-8")

    assert first.startswith("/* tokens.css */\n.tokens {}\n/* base.css */\n.base {}\n")
    assert second == first.replace(".table {}", ".table { color: red }")


def test_it_is_collected_for_production(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / stylesheets.JOINED).read_text(encoding="utf-8") == stylesheets.joined()


@pytest.mark.django_db
def test_a_page_asks_for_this_one_alone() -> None:
    page = Client().get("/verify/").content.decode()

    assert page.count('rel="stylesheet"') == 1
    assert 'href="/static/css/zhiping.css"' in page


def test_what_paper_leaves_out_is_no_part_of_a_chart() -> None:
    sheet = (stylesheets.FOLDER / "print.css").read_text(encoding="utf-8")
    drawn = ports.bars("各阶段成果数", ["已提交"], [ports.Series("成果数", [3])])

    left_out = {
        selector.strip()
        for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
        if "display: none" in rules
        for selector in selectors.split(",")
    }

    assert {".demo", ".pick"} < left_out
    assert left_out & {f".{name}" for names in re.findall(r'class="([^"]*)"', drawn) for name in names.split()} == set()
