"""The programme that docs/add-a-programme.md walks through is sound, and its cases hold."""

from __future__ import annotations

from pathlib import Path

from zhiping.core.definition import cases, loader
from zhiping.core.definition.describe import describe

FOLDER = Path(__file__).resolve().parents[2] / "docs/example/service-ideas/2027"


def test_the_example_is_sound_and_says_what_its_notice_says() -> None:
    definition, faults = loader.examine(FOLDER)

    assert faults == []
    assert definition is not None
    assert cases.examine(FOLDER, definition) == []
    assert len(cases.read_cases(FOLDER)[0]) == 10
    said = describe(definition)
    assert "窗口服务前 20 名、线上服务前 20 名进入下一步" in said
    assert "每类别:金点子 至多 5 项、好点子 至多 15 项" in said
    assert "看材料打分占 30%" in said
