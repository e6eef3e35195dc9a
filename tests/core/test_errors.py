"""Refusals carry what their sentence needs."""

from __future__ import annotations

from zhiping.core.errors import NotAllowed, OtherPhase, listing


def test_a_refusal_for_its_phase_knows_whose_page_tells_where_the_case_stands() -> None:
    refused = OtherPhase(7)

    assert isinstance(refused, NotAllowed)
    assert (refused.application_id, refused.args) == (7, (7,))


def test_several_words_are_a_list_in_either_language() -> None:
    assert listing("kinds", ["pdf", "jpeg"]) == {"kinds": "pdf、jpeg", "kinds_en": "pdf, jpeg"}
    assert listing("titles", ["甲"], more=True) == {"titles": "甲……", "titles_en": "甲 …"}
