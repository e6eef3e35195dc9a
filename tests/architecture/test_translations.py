"""English is complete and right beside the Chinese."""

from __future__ import annotations

from zhiping.config import translations


def test_no_text_of_the_code_or_of_a_template_lacks_its_english() -> None:
    missing = [f"{text.place}: {text.msgid}" for text in translations.missing()]

    assert missing == [], "run: zhiping translations --po, and fill the entries into the app's locale/en"


def test_the_walk_sees_the_texts_of_code_and_templates() -> None:
    places = {text.place.rpartition(":")[0] for text in translations.texts()}

    assert {"web/shared/navigation.py", "web/shared/templates/base.html"} <= places


def test_every_english_text_keeps_the_placeholders_of_its_chinese_and_is_the_same_everywhere() -> None:
    assert translations.faulty() == []


def test_no_template_has_chinese_words_outside_a_translation() -> None:
    assert translations.unwrapped() == []
