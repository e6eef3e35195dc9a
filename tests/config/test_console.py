"""What the console prints: tables stay straight whatever the language of their cells."""

from __future__ import annotations

import pytest

from zhiping.config.commands import demo
from zhiping.config.console import padded


@pytest.mark.parametrize(
    ("text", "shown"),
    [("abc", "abc     "), ("专家", "专家    "), ("（二）a", "（二）a "), ("秘书处工作", "秘书处工作")],
    ids=["latin", "chinese", "full-width brackets", "longer than the column"],
)
def test_a_chinese_character_takes_two_columns(text: str, shown: str) -> None:
    assert padded(text, 8) == shown


def test_the_names_of_the_logins_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    logins = [("专家 expert", "expert", "secret", "/home/"), ("秘书处（第二人）", "office2", "secret", "/home/")]
    demo._print_logins(logins, "http://here")
    assert capsys.readouterr().out.splitlines() == [
        "  专家 expert            expert           secret               http://here/home/",
        "  秘书处（第二人）       office2          secret               http://here/home/",
    ]
