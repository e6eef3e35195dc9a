"""Consent to a story, publish it, withdraw it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications import permissions as of_cases
from zhiping.applications.models import Application
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.journal import actions as journal
from zhiping.showcase import rules
from zhiping.showcase.models import Story


@transaction.atomic
def consent(*, application_id: int, title: str, summary: str, body: str = "", by: Actor, at: datetime) -> Story:
    """Let the applicant say what of a published outcome everybody may read; nothing else is ever shown.

    Side effects in order: Story with the text and the consent; journal entry. A new text of a published story takes it
    off the page until the office publishes it again.
    Raises: NotAllowed; NotFound; RuleViolation("story.without_title" | "story.without_summary" | "story.too_long").
    Source: excellence-2024 附件1 第十八条; site-2023 二.8; requirements H6.
    """
    case = lifecycle.lock(application_id)
    of_cases.require(by, case, Verb.CONSENT, Field.STORY)
    rules.check_story(title, summary, body)
    values = {
        "title": title.strip(),
        "summary": summary.strip(),
        "body": body.strip(),
        "consented_at": at,
        "consented_by_id": by.user_id,
        "published_at": None,
        "published_by": None,
    }
    story, _ = Story.objects.update_or_create(application=case, defaults=values)
    _write("showcase.consent", case, by=by, at=at)
    return story


@transaction.atomic
def withdraw_consent(*, application_id: int, reason: str, by: Actor, at: datetime) -> Story:
    """Take the consent back; the story is off the page at once.

    Side effects in order: Story; journal entry.
    Raises: NotAllowed; NotFound; RuleViolation("story.reason_missing").
    Source: requirements J3 (consent for publication).
    """
    case = lifecycle.lock(application_id)
    of_cases.require(by, case, Verb.CONSENT, Field.STORY)
    rules.check_reason(reason)
    story = _story(case)
    story.consented_at = story.consented_by = story.published_at = story.published_by = None
    story.save(update_fields=["consented_at", "consented_by", "published_at", "published_by"])
    _write("showcase.withdraw_consent", case, reason=reason, by=by, at=at)
    return story


@transaction.atomic
def publish_story(*, application_id: int, by: Actor, at: datetime) -> Story:
    """Show a consented story to everybody.

    Side effects in order: Story; journal entry.
    Raises: NotAllowed; NotFound; RuleViolation("story.without_consent" | "story.published_already").
    Source: excellence-2024 附件1 第十四条, 第十八条; requirements H6.
    """
    case = lifecycle.lock(application_id)
    of_cases.require(by, case, Verb.TELL, Field.STORY)
    story = _story(case)
    rules.check_consented(consented=story.consented_at is not None)
    rules.check_published(published=story.published_at is not None, wanted=False)
    story.published_at, story.published_by_id = at, by.user_id
    story.save(update_fields=["published_at", "published_by"])
    _write("showcase.publish_story", case, by=by, at=at)
    return story


@transaction.atomic
def withdraw_story(*, application_id: int, reason: str, by: Actor, at: datetime) -> Story:
    """Take a story off the page; the consent stays.

    Side effects in order: Story; journal entry with the reason.
    Raises: NotAllowed; NotFound; RuleViolation("story.not_published" | "story.reason_missing").
    """
    case = lifecycle.lock(application_id)
    of_cases.require(by, case, Verb.TELL, Field.STORY)
    rules.check_reason(reason)
    story = _story(case)
    rules.check_published(published=story.published_at is not None, wanted=True)
    story.published_at = story.published_by = None
    story.save(update_fields=["published_at", "published_by"])
    _write("showcase.withdraw_story", case, reason=reason, by=by, at=at)
    return story


def _story(case: Application) -> Story:
    found = Story.objects.filter(application=case).first()
    if found is None:
        raise NotFound
    return found


def _write(act: str, case: Application, *, reason: str = "", by: Actor, at: datetime) -> None:
    journal.write(
        act, subject=f"application:{case.pk}", edition_key=case.edition.key, reason=reason.strip(), by=by, at=at
    )
