"""English is complete and right beside the Chinese."""

from __future__ import annotations

from zhiping.config import translations


def test_every_english_text_keeps_the_placeholders_of_its_chinese_and_is_the_same_everywhere() -> None:
    assert translations.faulty() == []


def test_no_template_has_chinese_words_outside_a_translation() -> None:
    assert translations.unwrapped() == []
