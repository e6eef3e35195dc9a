"""What a story must be before anybody reads it."""

from __future__ import annotations

import pytest

from zhiping.core.errors import RuleViolation
from zhiping.showcase import rules


@pytest.mark.parametrize(
    ("title", "summary", "body", "code", "facts"),
    [
        (" \n", "摘要", "正文", "story.without_title", {}),
        ("标题", " ", "正文", "story.without_summary", {}),
        ("标题", "摘" * 301, "正文", "story.too_long", {"limit": 300}),
        ("标题", "摘要", "文" * 8001, "story.too_long", {"limit": 8000}),
    ],
)
def test_a_story_that_is_empty_or_too_long_is_refused(
    title: str, summary: str, body: str, code: str, facts: dict[str, int]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        rules.check_story(title, summary, body)

    assert (refused.value.code, refused.value.facts) == (code, facts)


@pytest.mark.parametrize(("summary", "body"), [("摘要", ""), ("摘" * 300, "文" * 8000)])
def test_a_story_may_fill_its_room_and_needs_no_body(summary: str, body: str) -> None:
    rules.check_story("标题", summary, body)


def test_a_story_is_published_with_its_applicants_consent_only() -> None:
    rules.check_consented(consented=True)
    with pytest.raises(RuleViolation, match="story.without_consent"):
        rules.check_consented(consented=False)


def test_a_story_is_published_once_and_withdrawn_once() -> None:
    rules.check_published(published=False, wanted=False)
    rules.check_published(published=True, wanted=True)
    with pytest.raises(RuleViolation, match="story.published_already"):
        rules.check_published(published=True, wanted=False)
    with pytest.raises(RuleViolation, match="story.not_published"):
        rules.check_published(published=False, wanted=True)


def test_a_story_is_withdrawn_for_a_reason() -> None:
    rules.check_reason("企业要求")
    with pytest.raises(RuleViolation, match="story.reason_missing"):
        rules.check_reason(" \n")
