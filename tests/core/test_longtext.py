"""What a pasted text consists of: paragraphs stay, tables come back, lists are no tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhiping.core.longtext import Grid, Paragraph, blocks


def test_an_empty_line_ends_a_paragraph_and_other_line_ends_stay() -> None:
    assert blocks("第一段\n仍是第一段\n\n  第二段  ") == [Paragraph(("第一段", "仍是第一段")), Paragraph(("第二段",))]


def test_tabbed_lines_are_a_table_with_its_missing_cells_empty() -> None:
    pasted = "指标如下：\n年份\t合格率\t返工\n2023\t92.1%\n2024\t98.6%\t3\n以上。"

    assert blocks(pasted) == [
        Paragraph(("指标如下：",)),
        Grid((("年份", "合格率", "返工"), ("2023", "92.1%", ""), ("2024", "98.6%", "3"))),
        Paragraph(("以上。",)),
    ]


def test_items_of_a_list_are_no_table_although_they_come_with_tabs() -> None:
    pasted = "1.\t现状调查\n2.\t设定目标\n（3）\t原因分析\n•\t制定对策\n一、\t巩固"

    assert blocks(pasted) == [Paragraph(("1. 现状调查", "2. 设定目标", "（3） 原因分析", "• 制定对策", "一、 巩固"))]


def test_one_tabbed_line_alone_is_a_line_of_its_paragraph() -> None:
    assert blocks("负责人\t张工\n下一行") == [Paragraph(("负责人 张工", "下一行"))]


def test_an_empty_text_consists_of_nothing() -> None:
    assert blocks(" \n\t\n") == []


@given(st.text(alphabet="甲乙1.•\t\n "))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    shown = "".join(
        "".join(block.lines) if isinstance(block, Paragraph) else "".join("".join(row) for row in block.rows)
        for block in blocks(text)
    )

    assert "".join(shown.split()) == "".join(text.split())
