"""Sources as people cite them."""

from __future__ import annotations

import re

import pytest
from tests.factories.editions import shipped

from zhiping.core.definition.citing import cite, cited

CHINESE = re.compile("[\u4e00-\u9fff]")
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


NOTICE, ENGLISH_RULES = "Notice 2024", "Rules for the evaluation of management excellence outcomes (trial)"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("rules#第五条(一)", f"{ENGLISH_RULES}, art. 5(1)"),
        ("二(三)1、rules#第十八条", f"{NOTICE}, sec. 2(3)1; {ENGLISH_RULES}, art. 18"),
        ("rules#第二条、第七条", f"{ENGLISH_RULES}, art. 2, art. 7"),
        ("第七条", f"{NOTICE}, art. 7"),
        ("二.4注、四表2", f"{NOTICE}, sec. 2.4, note, sec. 4, schedule row 2"),
        ("附件2·五、附件3·四、附件2-4", f"{NOTICE}, annex 2, part 5, annex 3, part 4, annex 2-4"),
        ("gb19580#附录B、gb19580#4.1", "Criteria for performance excellence, appendix B, 4.1"),
        ("default", "the platform's default"),
        ("default、二十一", f"the platform's default; {NOTICE}, sec. 21"),
        ("nowhere#第一条", "nowhere#第一条"),
    ],
)
def test_in_english_the_notice_is_called_by_its_year_and_clauses_by_their_numbers(source: str, said: str) -> None:
    assert cite(shipped("excellence/2024"), source, in_english=True) == said


def test_a_notice_whose_number_tells_no_year_is_that_of_the_edition() -> None:
    edition = shipped("excellence/2024").model_copy(update={"document": "征求意见稿"})

    assert cite(edition, "二.5", in_english=True) == "Notice 2024, sec. 2.5"


@pytest.mark.parametrize("key", ["excellence/2024", "qc-circle/2020", "qc-circle/2022", "site-management/2023"])
def test_no_clause_of_a_shipped_programme_is_left_in_chinese(key: str) -> None:
    edition = shipped(key)
    sources = set(re.findall(r"'(?:\w+_)?source': '([^']+)'", str(edition.model_dump())))

    assert len(sources) > 20
    assert [said for one in sources if CHINESE.search(said := cite(edition, one, in_english=True))] == []


def test_a_refusal_cites_in_both_languages() -> None:
    assert cited(shipped("excellence/2024"), "二.5") == {"source": "二.5", "source_en": "Notice 2024, sec. 2.5"}
