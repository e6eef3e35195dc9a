"""What a story must be before anybody reads it."""

from __future__ import annotations

from zhiping.core.errors import RuleViolation

LONGEST_SUMMARY = 300
LONGEST_BODY = 8000


def check_story(title: str, summary: str, body: str) -> None:
    """Refuse a story that is empty or too long.

    Raises: RuleViolation("story.without_title" | "story.without_summary" | "story.too_long").
    """
    if not title.strip():
        raise RuleViolation("story.without_title")
    if not summary.strip():
        raise RuleViolation("story.without_summary")
    for text, limit in ((summary, LONGEST_SUMMARY), (body, LONGEST_BODY)):
        if len(text) > limit:
            raise RuleViolation("story.too_long", limit=limit)


def check_consented(*, consented: bool) -> None:
    """Refuse to publish what the applicant has not consented to. Raises: RuleViolation("story.without_consent").

    Source: excellence-2024 附件1 第十八条 (涉及商业机密的除外).
    """
    if not consented:
        raise RuleViolation("story.without_consent")


def check_published(*, published: bool, wanted: bool) -> None:
    """Refuse to publish or withdraw twice. Raises: RuleViolation("story.published_already" | "story.not_published")."""
    if published and not wanted:
        raise RuleViolation("story.published_already")
    if wanted and not published:
        raise RuleViolation("story.not_published")


def check_reason(reason: str) -> None:
    """Refuse to withdraw a story without a reason. Raises: RuleViolation("story.reason_missing")."""
    if not reason.strip():
        raise RuleViolation("story.reason_missing")
