"""What the case page may show of this stage."""

from __future__ import annotations

from zhiping.applications.models import Application
from zhiping.core import stated
from zhiping.core.definition.lifecycle import Phase
from zhiping.core.permissions.words import Field
from zhiping.decision.models import Certificate, Forwarding, NoticeItem, Objection, Proposal
from zhiping.decision.queries import outcomes
from zhiping.programmes import queries as programmes

BEFORE = frozenset({Phase.DRAFT, Phase.RECOMMENDATION, Phase.SCREENING, Phase.SUPPLEMENT, Phase.ROUND})
"""Phases in which nothing is decided yet: six questions that need not be asked."""


def facts_for_case(application: Application, fields: frozenset[Field]) -> dict[str, object]:
    """Return what these parts allow of proposal, level, notice, objections and certificate, as plain values.

    A level is everybody's only from the opening of the public notice on (or publication, where there is none): until
    then only who may see the proposal sees it.
    """
    if application.phase in BEFORE:
        return {}
    found: dict[str, object] = {}
    definition = programmes.definition_of(application.edition)
    if Field.PROPOSAL in fields:
        proposal = Proposal.objects.filter(application=application).first()
        if proposal is not None:
            found["proposal"] = {
                "level": proposal.level,
                "label": stated.level_label(definition, proposal.level),
                "reason": proposal.reason,
                "basis": proposal.basis,
            }
    if Field.LEVEL in fields:
        item = (
            NoticeItem.objects.filter(application=application).select_related("notice__edition").order_by("-pk").first()
        )
        if item is not None:
            found["notice"] = item.notice
        if item is not None or application.phase == "published" or Field.PROPOSAL in fields:
            level = outcomes.resolved_level(application)
            found["level"] = {"level": level, "label": stated.level_label(definition, level)} if level else None
    if Field.OBJECTIONS in fields:
        rows = Objection.objects.filter(item__application=application).order_by("pk")
        found["objections"] = list(rows.values("id", "state", "filed_at", "answer", "settled_at"))
    if Field.CERTIFICATE in fields:
        certificate = Certificate.objects.filter(application=application).order_by("-pk").first()
        if certificate is not None:
            found["certificate"] = {
                "number": certificate.number,
                "code": certificate.code,
                "issued_at": certificate.issued_at,
                "revoked_at": certificate.revoked_at,
            }
        found["forwarded_to"] = list(Forwarding.objects.filter(application=application).values_list("to", flat=True))
    return found
