"""Clauses on pages: in the reader's language, with the words of the Chinese paper at hand."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.factories.editions import make_edition
from zhiping.core.definition.citing import cite
from zhiping.programmes import queries as programmes
from zhiping.web.shared.templatetags.zhiping import cited, cited_again

pytestmark = pytest.mark.django_db


def test_a_clause_is_cited_in_english_with_the_chinese_as_its_title() -> None:
    definition = programmes.definition_of(make_edition("qc-circle/2022"))

    with translation.override("en"):
        english = cited("二.3(2)", definition)

    assert cited("二.3(2)", definition) == "二.3(2)"
    assert english == ('<span lang="zh-Hans" title="二.3(2)"><span lang="en">Notice 2022, sec. 2.3(2)</span></span>')


def test_what_a_finding_keeps_is_cited_again_and_what_somebody_typed_stays() -> None:
    edition = make_edition("excellence/2024")
    item = programmes.definition_of(edition).screening[0]
    kept = cite(programmes.definition_of(edition), item.source)

    with translation.override("en"):
        told = [cited_again(kept, edition), cited_again("第九十九条", edition)]

    assert (cited_again(kept, edition), told[1]) == (kept, "第九十九条")
    assert cite(programmes.definition_of(edition), item.source, in_english=True) in told[0]
