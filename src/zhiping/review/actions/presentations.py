"""Sessions in an order drawn from a published seed, and what candidates hand in for them (G5)."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from zhiping.applications import lifecycle
from zhiping.applications import permissions as of_applications
from zhiping.applications.actions.attachments import check_against
from zhiping.core import draw
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor
from zhiping.core.permissions.words import Field, Verb
from zhiping.files import actions as files
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes
from zhiping.review import permissions
from zhiping.review.models import HandIn, Panel, Session, SessionItem
from zhiping.review.queries import handing_in, participants
from zhiping.review.queries.planning import field_of


@transaction.atomic
def open_session(
    *, panel_id: int, name: str, room: str = "", starts_at: datetime | None = None, by: Actor, at: datetime
) -> Session:
    """Set up a session of a panel for the cases it serves.

    Raises: NotFound; NotAllowed.
    """
    panel = Panel.objects.select_related("edition").filter(pk=panel_id).first()
    if panel is None:
        raise NotFound
    permissions.require_office(by)
    judged = programmes.definition_of(panel.edition).rounds[panel.round_id]
    session = Session.objects.create(
        edition=panel.edition,
        panel=panel,
        round_id=panel.round_id,
        name=name.strip(),
        room=room.strip(),
        starts_at=starts_at,
        slot_minutes=judged.minutes or 15,
    )
    subject, key = f"session:{session.pk}", panel.edition.key
    journal.write("review.open_session", subject=subject, edition_key=key, by=by, at=at, panel=panel.pk)
    return session


@transaction.atomic
def draw_order(*, session_id: int, seed: str, by: Actor, at: datetime) -> list[SessionItem]:
    """Draw the order of a session from a seed that anybody can check; drawn once.

    Side effects in order: SessionItem rows; seed and instant on the session; journal entry.
    Raises: NotFound; NotAllowed; RuleViolation("session.drawn_already" | "session.seed_missing" | "round.no_cases").
    """
    session = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition", "panel")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise NotFound
    permissions.require_office(by)
    if session.drawn_at is not None:
        raise RuleViolation("session.drawn_already")
    if not seed.strip():
        raise RuleViolation("session.seed_missing")
    cases, _passing = participants(session.edition, session.round_id)
    domains = session.panel.domains
    served = [case.pk for case in cases if not domains or field_of(case) in domains]
    if not served:
        raise RuleViolation("round.no_cases")
    items = SessionItem.objects.bulk_create(
        SessionItem(session=session, application_id=pk, place=place)
        for place, pk in enumerate(draw.order(served, seed.strip()), start=1)
    )
    session.seed, session.drawn_at = seed.strip(), at
    session.save(update_fields=["seed", "drawn_at"])
    subject, key = f"session:{session.pk}", session.edition.key
    journal.write("review.draw_order", subject=subject, edition_key=key, by=by, at=at, seed=session.seed)
    return items


@transaction.atomic
def hand_in(
    *, application_id: int, rule_id: str, name: str, content: BinaryIO | bytes, by: Actor, at: datetime
) -> HandIn:
    """Hand in what a later stage asks for, such as a benchmark candidate's presentation video.

    A further file of the same rule stands beside the earlier ones until the rule's count is reached.
    Side effects in order: StoredFile; HandIn row; journal entry.
    Raises: NotFound for a rule that this case is not asked for; NotAllowed; RuleViolation("window.not_open" |
    "window.closed" | "file.*").
    Source: qc-2022 二.4 (入围标杆级活动成果遴选的小组需递交发表视频).
    """
    application = lifecycle.lock(application_id)
    of_applications.require(by, application, Verb.HAND_IN, Field.ATTACHMENTS)
    asked = handing_in.takes(application, rule_id, at)
    stored = files.store(name=name, content=content, max_bytes=asked.rule.max_bytes, by=by, at=at)
    check_against(asked.rule, stored)
    given = HandIn.objects.create(
        application=application,
        stage_id=asked.stage.id,
        rule_id=rule_id,
        file=stored,
        handed_in_at=at,
        handed_in_by_id=by.person_id,
    )
    subject, key = f"application:{application.pk}", application.edition.key
    journal.write("review.hand_in", subject=subject, edition_key=key, by=by, at=at, rule=rule_id, sha256=stored.sha256)
    return given


@transaction.atomic
def hand_in_uploaded(
    *, application_id: int, rule_id: str, upload_id: int, root: str, by: Actor, at: datetime
) -> HandIn:
    """Hand in a file that came piece by piece, as `hand_in`; done twice, because an answer was lost, it is done once.

    Args: root: SHA-256 of the pieces' SHA-256, as the sender has them.
    Raises: as `hand_in`; RuleViolation("upload.elsewhere" | "upload.changed").
    """
    purpose = handing_in.purpose(application_id, rule_id)
    with files.assembled(upload_id=upload_id, purpose=purpose, root=root, by=by) as (upload, whole):
        if whole is None:
            return HandIn.objects.get(application_id=application_id, file=upload.file)
        name = upload.name
        given = hand_in(application_id=application_id, rule_id=rule_id, name=name, content=whole, by=by, at=at)
        files.conclude(upload, given.file)
    return given
