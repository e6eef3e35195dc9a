"""Operators find every setting and every command in docs/operations.md; both READMEs name the two commands."""

from __future__ import annotations

import pkgutil

import pytest

from zhiping.config import commands
from zhiping.config.environment import CHECKOUT, Environment

OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", sorted(Environment.model_fields))
def test_a_setting_is_documented(field: str) -> None:
    alias = Environment.model_fields[field].validation_alias

    assert f"`{alias or f'ZHIPING_{field.upper()}'}`" in OPERATIONS


@pytest.mark.parametrize("name", sorted(m.name for m in pkgutil.iter_modules(commands.__path__)))
def test_a_command_is_documented(name: str) -> None:
    assert f"zhiping {name.replace('_', '-')}" in OPERATIONS + (CHECKOUT / "CONTRIBUTING.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_the_two_commands(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")

    assert ("make demo" in text, "make test" in text) == (True, True)
