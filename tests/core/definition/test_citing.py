"""Sources as people cite them."""

from __future__ import annotations

import pytest
from tests.factories.editions import shipped

from zhiping.core.definition.citing import cite

RULES = "《卓越管理创新成果评价办法(试行)》"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("rules#第五条(一)", f"{RULES}第五条(一)"),
        ("二(三)1、rules#第八条", f"二(三)1、{RULES}第八条"),
        ("rules#第二条、第七条", f"{RULES}第二条、第七条"),
        ("附件2·五、附件3·四", "附件2·五、附件3·四"),
        ("default", "平台默认"),
        ("nowhere#第一条", "nowhere#第一条"),
    ],
)
def test_a_source_names_its_document_by_the_title(source: str, said: str) -> None:
    assert cite(shipped("excellence/2024"), source) == said


def test_in_english_the_document_has_its_english_title_and_the_clause_stays() -> None:
    edition = shipped("excellence/2024")

    assert cite(edition, "二(三)1、rules#第八条", in_english=True) == (
        "二(三)1, Rules for the evaluation of management excellence outcomes (trial), 第八条"
    )
    assert cite(edition, "附件2·五、附件3·四", in_english=True) == "附件2·五, 附件3·四"
