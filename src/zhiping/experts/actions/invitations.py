"""Ask an expert to serve in an edition; access begins with the commitment (F2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiping.accounts import queries as accounts
from zhiping.core import bulk
from zhiping.core.errors import NotFound, RuleViolation
from zhiping.core.permissions.actor import Actor, Role
from zhiping.experts import permissions
from zhiping.experts.actions.pool import lock
from zhiping.experts.models import Invitation
from zhiping.journal import actions as journal
from zhiping.messages import actions as messages
from zhiping.programmes import queries as programmes


@transaction.atomic
def invite(*, expert_id: int, edition_id: int, by: Actor, at: datetime) -> Invitation:
    """Invite an expert to serve in an edition; inviting twice changes nothing.

    Side effects in order: Invitation row; journal entry; message to the expert.
    Raises: NotFound; NotAllowed; RuleViolation("expert.inactive").
    """
    expert, edition = lock(expert_id), programmes.get_edition(edition_id)
    permissions.require_office(by)
    if not expert.is_active:
        raise RuleViolation("expert.inactive")
    found, new = Invitation.objects.get_or_create(expert=expert, edition=edition, defaults={"invited_at": at})
    if new:
        subject = f"expert:{expert.pk}"
        journal.write("experts.invite", subject=subject, edition_key=edition.key, by=by, at=at)
        messages.send(
            "experts.invited",
            to=[expert.user_id],
            key=f"experts.invited:{found.pk}",
            facts={"edition": edition.title},
            link=f"/expert/invitations/{found.pk}/",
            wording=programmes.wording(edition),
            at=at,
        )
    return found


@transaction.atomic
def invite_all(*, expert_ids: Sequence[int], edition_id: int, by: Actor, at: datetime) -> list[Invitation]:
    """Invite several experts to one edition, all of them or none.

    Raises: NotFound; NotAllowed; RuleViolation("expert.inactive" | "expert.nobody_chosen").
    """
    permissions.require_office(by)
    if not expert_ids:
        raise RuleViolation("expert.nobody_chosen")
    return [invite(expert_id=expert_id, edition_id=edition_id, by=by, at=at) for expert_id in sorted(expert_ids)]


def invite_several(*, expert_ids: Sequence[int], edition_id: int, by: Actor, at: datetime) -> bulk.Outcome:
    """Invite these experts to one edition, each by itself: one that is refused stops no other.

    Side effects: those of `invite` for each, in a transaction of its own. Returns: who was invited, and why others
    were not.
    """
    return bulk.each(expert_ids, lambda pk: invite(expert_id=pk, edition_id=edition_id, by=by, at=at))


@transaction.atomic
def answer_invitation(*, invitation_id: int, accepts: bool, by: Actor, at: datetime) -> Invitation:
    """Accept or decline an invitation.

    Side effects in order: Invitation answered; journal entry; message to the office.
    Raises: NotFound; NotAllowed; RuleViolation("invitation.committed_already").
    """
    invitation = _lock(invitation_id, by)
    if invitation.committed_at is not None:
        raise RuleViolation("invitation.committed_already")
    invitation.answer = Invitation.Answer.ACCEPTED if accepts else Invitation.Answer.DECLINED
    invitation.answered_at = at
    invitation.save(update_fields=["answer", "answered_at"])
    subject, key = f"expert:{invitation.expert_id}", invitation.edition.key
    journal.write("experts.answer_invitation", subject=subject, edition_key=key, by=by, at=at, accepts=accepts)
    _tell_office(invitation, at)
    return invitation


@transaction.atomic
def commit(*, invitation_id: int, by: Actor, at: datetime) -> Invitation:
    """Sign the commitment to confidentiality and impartiality; no case is seen before.

    Raises: NotFound; NotAllowed; RuleViolation("invitation.not_accepted").
    Source: excellence-2024 第十五条(二) (评审纪律及承诺).
    """
    invitation = _lock(invitation_id, by)
    if invitation.answer != Invitation.Answer.ACCEPTED:
        raise RuleViolation("invitation.not_accepted")
    if invitation.committed_at is None:
        invitation.committed_at = at
        invitation.save(update_fields=["committed_at"])
        subject, key = f"expert:{invitation.expert_id}", invitation.edition.key
        journal.write("experts.commit", subject=subject, edition_key=key, by=by, at=at)
    return invitation


def _tell_office(invitation: Invitation, at: datetime) -> None:
    messages.send(
        "experts.answered",
        to=accounts.holders(Role.SECRETARIAT),
        key=f"experts.answered:{invitation.pk}:{invitation.answer}",
        facts={
            "name": invitation.expert.user.name,
            "edition": invitation.edition.title,
            "answer": str(invitation.get_answer_display()),
        },
        link=f"/office/review/{invitation.edition_id}/experts/",
        wording=programmes.wording(invitation.edition),
        at=at,
    )


def _lock(invitation_id: int, by: Actor) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .filter(pk=invitation_id)
        .first()
    )
    if found is None:
        raise NotFound
    permissions.require_self(by, found.expert_id)
    return found
