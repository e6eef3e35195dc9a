"""Read the pool."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, FilteredRelation, Q, QuerySet

from zhiping.asking import prepared
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role
from zhiping.core.worklist import Item
from zhiping.experts.models import Expert, Invitation
from zhiping.programmes import queries as programmes
from zhiping.programmes.models import Edition


def pool() -> QuerySet[Expert]:
    """Return the active experts by name, with their unit."""
    return Expert.objects.filter(is_active=True).select_related("user", "organisation").order_by("user__name", "pk")


def search(text: str = "", field: str = "") -> QuerySet[Expert]:
    """Return the active experts whose name, unit, title or method holds a text; all of them for an empty one.

    Args: field: the id of a field that they must know.
    """
    found = pool().filter(fields__contains=[field]) if field else pool()
    if not text:
        return found
    named = Q(user__name__icontains=text) | Q(organisation__name__icontains=text) | Q(title__icontains=text)
    return found.filter(named | Q(methods__icontains=text))


def get(expert_id: int) -> Expert:
    """Return an expert with posts, ties and invitations ready. Raises: NotFound."""
    found = Expert.objects.select_related("user", "organisation").filter(pk=expert_id)
    found = found.prefetch_related("employments__organisation", "ties__organisation", "invitations__edition")
    expert = found.first()
    if expert is None:
        raise NotFound
    return expert


def answers(edition_id: int) -> dict[str, int]:
    """Return how many experts an edition has asked, and how they answered."""
    rows = Invitation.objects.filter(edition_id=edition_id).values_list("answer", "committed_at")
    found = {"asked": 0, "waiting": 0, "accepted": 0, "declined": 0, "committed": 0}
    for answer, committed_at in rows:
        found["asked"] += 1
        found[answer] += 1
        found["committed"] += committed_at is not None
    return found


NOT_ASKED, COMMITTED = "none", "committed"


def pool_for(
    edition_id: int, text: str = "", field: str = "", answer: str = "", *, only: Collection[int] | None = None
) -> QuerySet[Expert]:
    """Return the pool, searched as by `search`, each with `answer` to one edition (None: not asked) and `committed_at`.

    Args: answer: only who answered so, NOT_ASKED, or COMMITTED. only: the ids of these experts.
    """
    asked = FilteredRelation("invitations", condition=Q(invitations__edition=edition_id))
    found = search(text, field).annotate(asked=asked, answer=F("asked__answer"), committed_at=F("asked__committed_at"))
    if only is not None:
        found = found.filter(pk__in=only)
    if answer == NOT_ASKED:
        return found.filter(answer__isnull=True)
    if answer == COMMITTED:
        return found.filter(committed_at__isnull=False)
    return found.filter(answer=answer, committed_at__isnull=True) if answer else found


def committed(edition_id: int) -> QuerySet[Expert]:
    """Return the experts who may judge in an edition: accepted and committed."""
    signed = Invitation.objects.filter(edition_id=edition_id, committed_at__isnull=False)
    return pool().filter(pk__in=signed.values("expert"))


def serving(expert_id: int) -> QuerySet[Edition]:
    """Return the running editions in which an expert has signed the commitment."""
    signed = Invitation.objects.filter(expert_id=expert_id, committed_at__isnull=False)
    return programmes.running().filter(pk__in=signed.values("edition")).prefetch_related("windows")


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """Return this expert's own invitations, newest first."""
    return _invitations.build(_expert_id(actor))


def own_invitations(actor: Actor) -> list[Invitation]:
    """Return the same as a list, for the expert's pages."""
    return _invitations(_expert_id(actor))


def _expert_id(actor: Actor) -> int:
    return actor.scope_id or 0 if actor.role is Role.EXPERT else 0


@prepared
def _invitations(expert_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(expert_id=expert_id).select_related("edition").order_by("-invited_at", "-pk")


def get_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Return one of this expert's own invitations. Raises: NotFound."""
    found = invitations_of(actor).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    return found


def waiting_for(actor: Actor) -> list[Item]:
    """Return the invitations that wait for an answer or for the commitment."""
    asked = own_invitations(actor)
    open_ones = [one for one in asked if one.committed_at is None and one.answer != Invitation.Answer.DECLINED]
    return [
        Item(
            title=invitation.edition.title,
            what="commit" if invitation.answer == Invitation.Answer.ACCEPTED else "answer_invitation",
            href_name="expert:invitation",
            href_args=(invitation.pk,),
            since=invitation.invited_at,
            of_edition=True,
        )
        for invitation in open_ones
    ]
