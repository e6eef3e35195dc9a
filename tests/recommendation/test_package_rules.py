"""What a package must hold before it is handed in, rule by rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zhiping.core import sheetcode
from zhiping.core.calendar import Window
from zhiping.core.errors import RuleViolation
from zhiping.core.sheetcode import Paper, SheetCode
from zhiping.recommendation.rules import package as rules

KEY = b"k" * 32
DIGEST = "9f86d081884c7d65" + "0" * 48
AT = datetime(2022, 6, 1, 4, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def _told(faults: list[RuleViolation]) -> list[tuple[str, dict[str, object]]]:
    return [(fault.code, fault.facts) for fault in faults]


def test_equal_contents_have_one_digest_whatever_the_order_of_keys() -> None:
    assert rules.digest({"b": "乙", "a": 1}) == rules.digest({"a": 1, "b": "乙"})
    assert rules.digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def _code(paper: Paper = Paper.RECOMMENDATION_FORM, case: int = 7, digest: str = DIGEST, key: bytes = KEY) -> str:
    return sheetcode.write(SheetCode(paper, case, 1, digest), key=key)


def _carries(*texts: str) -> bool:
    return rules.check_codes(texts, paper=Paper.RECOMMENDATION_FORM, recommender=7, digest=DIGEST, key=KEY)


def test_a_scan_carries_the_code_of_this_very_sheet_or_none_that_can_be_read() -> None:
    assert _carries(_code()) is True
    assert _carries("https://example.org/poster", _code()) is True
    assert _carries() is False


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://example.org/poster", "sheet.foreign"),
        (_code(key=b"x" * 32), "sheet.forged"),
        (_code(case=8), "package.other_sheet"),
        (_code(paper=Paper.STATISTICS), "package.other_sheet"),
        (_code(digest="1" * 64), "package.earlier_sheet"),
    ],
)
def test_a_scan_of_something_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        _carries(text)

    assert (refused.value.code, refused.value.facts) == (code, {})


def _asked(*, required: bool = True, sealed: bool = True, sheet_hash: str = "a", is_made: bool = True) -> rules.Asked:
    return rules.Asked("推荐表", "Form", {"source": "qc-2022 三.2"}, required, sealed, sheet_hash, is_made)


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        (_asked(), True),
        (_asked(is_made=False), True),
        (_asked(sealed=False, is_made=False), True),
        (_asked(sealed=False), False),  # the platform makes it itself
        (_asked(required=False), False),
    ],
)
def test_a_sheet_is_missing_where_it_is_required_and_the_platform_cannot_put_it_in(
    asked: rules.Asked, missing: bool
) -> None:
    told = {"label": "推荐表", "label_en": "Form", "source": "qc-2022 三.2"}

    assert _told(rules.file_faults(asked, [])) == ([("package.sheet_missing", told)] if missing else [])


@pytest.mark.parametrize(
    ("asked", "hashes", "outdated"),
    [
        (_asked(), ["a", "a"], False),
        (_asked(), ["a", "b"], True),
        (_asked(sealed=False), ["b"], False),
        (_asked(sheet_hash=""), ["b"], False),  # nothing it could be compared with
    ],
)
def test_a_sealed_scan_of_an_earlier_sheet_is_outdated(asked: rules.Asked, hashes: list[str], outdated: bool) -> None:
    told = [("package.sheet_outdated", {"label": "推荐表", "label_en": "Form"})]

    assert _told(rules.file_faults(asked, hashes)) == (told if outdated else [])


def test_cases_without_opinion_and_without_place_are_told_by_category() -> None:
    found = rules.case_faults(["甲"], {("创新型", "Innovative"): ["乙", "丙"], ("现场型", "Shop floor"): []})

    assert _told(found) == [
        ("package.undecided", {"n": 1, "titles": "“甲”", "titles_en": "“甲”"}),
        (
            "package.unranked",
            {
                "category": "创新型",
                "category_en": "Innovative",
                "n": 2,
                "titles": "“乙”、“丙”",
                "titles_en": "“乙”, “丙”",
            },
        ),
    ]
    assert rules.case_faults([], {}) == []


def test_an_edition_that_ranks_all_together_names_no_category() -> None:
    assert _told(rules.case_faults([], {("", ""): ["甲"]})) == [
        ("package.unranked_together", {"n": 1, "titles": "“甲”", "titles_en": "“甲”"})
    ]


@pytest.mark.parametrize(
    ("titles", "shown"),
    [("甲乙丙丁戊", "“甲”、“乙”、“丙”、“丁”、“戊”"), ("甲乙丙丁戊己", "“甲”、“乙”、“丙”、“丁”、“戊”……")],
)
def test_of_many_titles_the_first_five_are_told(titles: str, shown: str) -> None:
    [(code, facts)] = _told(rules.case_faults(list(titles), {}))

    assert (code, facts["n"], facts["titles"]) == ("package.undecided", len(titles), shown)


def test_what_was_handed_in_is_not_changed() -> None:
    rules.check_not_handed_in("TJ-2022-01", None)
    with pytest.raises(RuleViolation) as refused:
        rules.check_not_handed_in("TJ-2022-01", AT)

    assert (refused.value.code, refused.value.facts) == (
        "package.handed_in",
        {"number": "TJ-2022-01", "handed_in_at": AT},
    )


def test_a_package_goes_back_for_a_reason_and_with_time_to_come_again() -> None:
    rules.check_return("缺章", AT + MOMENT, AT)
    with pytest.raises(RuleViolation, match="reason.missing"):
        rules.check_return(" ", AT + MOMENT, AT)
    with pytest.raises(RuleViolation, match="package.return_in_the_past"):
        rules.check_return("缺章", AT, AT)


@pytest.mark.parametrize(
    ("closes", "again_until", "until"),
    [
        (AT, None, AT),
        (AT, AT + MOMENT, AT + MOMENT),
        (AT, AT - MOMENT, AT),  # the window that is open longer counts
        (None, AT, None),
    ],
)
def test_a_package_that_was_given_back_may_come_after_the_window(
    closes: datetime | None, again_until: datetime | None, until: datetime | None
) -> None:
    opens = AT - timedelta(days=30)

    assert rules.prolonged(Window(opens, closes), again_until) == Window(opens, until)
