"""The one gate of states: nothing else writes Application.state or phase."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from zhiping.applications import ports
from zhiping.applications.models import Application, Content, StateChange
from zhiping.asking import prepared
from zhiping.core.definition import routes
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal
from zhiping.programmes import queries as programmes


def lock(application_id: int) -> Application:
    """Return the case, its row locked until the transaction ends.

    Raises: NotFound; RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "a case is locked only inside a transaction"
        raise RuntimeError(msg)
    return _locked.one(application_id)


@prepared
def _locked(application_id: int) -> QuerySet[Application]:
    found = Application.objects.select_for_update(of=("self",), no_key=True).select_related("edition")
    return found.filter(pk=application_id).order_by()


def read_along(application: Application) -> None:
    """Let a locked case know its unit, team and recommender and what was written: one question in place of four.

    Asked under the lock and not with it: what is read while a lock is waited for is older than the locked row.
    """
    (known,) = _known(application.pk)
    application.organisation, application.team = known.organisation, known.team
    application.recommender, application.content = known.recommender, known.content


@prepared
def _known(application_id: int) -> QuerySet[Application]:
    found = Application.objects.select_related("organisation", "team", "recommender", "content")
    return found.filter(pk=application_id).order_by()


def lock_content(application: Application) -> Content:
    """Return what was written in a locked case, its row locked too until the transaction ends."""
    (content,) = _content(application.pk)
    return content


@prepared
def _content(application_id: int) -> QuerySet[Content]:
    return Content.objects.select_for_update(no_key=True).filter(application_id=application_id)


def move(
    application: Application, event: str, *, reason: str = "", back: str = "", by: Actor, at: datetime
) -> StateChange:
    """Move a locked case along its edition's graph, for the action that has checked everything else.

    A case on a direct route (`direct_route` = "direct.<rule id>") passes by the recommending stage.

    Side effects in order: StateChange row; state, phase, state_since; journal entry; later stages hear of it.
    Args: back: for "revive" alone, the state from which the case was withdrawn.
    Raises: RuleViolation("move_not_in_graph"); RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "a case moves only inside a transaction"
        raise RuntimeError(msg)
    graph, rules = programmes.graph_of(application.edition), programmes.definition_of(application.edition)
    skip = routes.skipped_stages(rules, application.direct_route)
    before, after = application.state, graph.next_state(application.state, event, skip=skip, back=back)
    change = StateChange.objects.create(
        application=application,
        event=event,
        from_state=before,
        to_state=after,
        at=at,
        by_id=by.user_id,
        role=by.role.value,
        actor_name=by.name,
        reason=reason,
    )
    application.state, application.phase, application.state_since = after, str(graph.phase(after)), at
    application.save(update_fields=["state", "phase", "state_since"])
    journal.write(
        f"move.{event}",
        subject=f"application:{application.pk}",
        edition_key=application.edition.key,
        reason=reason,
        by=by,
        at=at,
        from_state=before,
        to_state=after,
    )
    ports.tell_moved(application)
    return change
