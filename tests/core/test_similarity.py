"""The same sentences are found whatever the outcome is called, and read side by side."""

from __future__ import annotations

from zhiping.core.similarity import Labelled, Passage, mark_of, marks
from zhiping.core.similarity import passages as between

ONE = "班组对近半年的校验记录作了分层统计。其中零点漂移占全部不合格的百分之六十二！"
TWO = "我们先统计了记录。班组对近半年的校验记录， 作了分层统计。\n其中零点漂移占全部不合格的百分之六十二。后来另有安排，与此无关的另一句话。"


def passages(ours: list[Labelled], theirs: list[Labelled]) -> list[Passage]:
    return between(ours, theirs, marks(text for _label, text in ours))


def test_a_sentence_is_known_by_its_letters_and_not_by_its_marks_or_spaces() -> None:
    assert mark_of("班组对近半年的校验记录，作了分层统计！") == mark_of(" 班组对近半年的校验记录作了分层统计 。")
    assert mark_of("ＡＢＣ的一次校验合格率提高了") == mark_of("abc的一次校验合格率提高了")


def test_a_sentence_that_says_nothing_of_its_own_has_no_mark() -> None:
    assert mark_of("效果良好，特此说明。") == 0
    assert marks(["同上。", "", "无。"]) == frozenset()
    assert len(marks([ONE, ONE])) == 2


def test_neighbouring_sentences_are_one_passage_with_the_words_of_both_sides() -> None:
    found = passages([("现状调查", "开头是自己写的一句完整的话。" + ONE)], [("小组简介", "没有。"), ("原因分析", TWO)])

    assert found == [
        Passage(
            "现状调查",
            ONE,
            "原因分析",
            "班组对近半年的校验记录， 作了分层统计。其中零点漂移占全部不合格的百分之六十二。",
        )
    ]


def test_what_stands_apart_on_one_side_is_two_passages() -> None:
    first, second = ONE.split("。", maxsplit=1)[0] + "。", ONE.split("。")[1]

    found = passages([("甲", first), ("乙", second)], [("丙", second + "中间隔着一句谁也没有抄过的话。" + first)])

    assert [(one.our_label, one.ours) for one in found] == [("甲", first), ("乙", second)]


def test_nothing_in_common_is_no_passage() -> None:
    assert passages([("甲", ONE)], [("乙", "这里说的完全是另外一件事情，没有一句相同。")]) == []


def test_a_sentence_that_does_not_count_is_no_passage() -> None:
    both = [("甲", ONE)]
    first = mark_of(ONE.split("。", maxsplit=1)[0])

    assert [one.ours for one in between(both, both, {first})] == [ONE.split("。", maxsplit=1)[0] + "。"]
    assert between(both, both, ()) == []
