"""How the case will stand on its certificate, for the applicant to confirm before it is handed in (C2)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from zhiping.applications.models import Application
from zhiping.core import stated
from zhiping.programmes import queries as programmes


@dataclass(frozen=True, slots=True)
class Wording:
    """What the certificate will say: its recipient, the line below, the other lines as caption and text.

    digest: SHA-256 of it all; who confirms confirms exactly these words.
    """

    recipient: str
    note: str
    lines: tuple[tuple[str, str], ...]
    digest: str


def as_on_certificate(application: Application) -> Wording | None:
    """Return the words of the certificate as the draft stands now; None where the edition issues none.

    Names of a unit are those of the register, members those of the one member list of the form.
    Source: excellence-2024 附件1 第十九条; that it is confirmed beforehand is a default.
    """
    definition = programmes.definition_of(application.edition)
    if definition.certificate is None or not definition.certificate.issued:
        return None
    recipient, note, lines = stated.on_certificate(definition, _outcome(application))
    text = json.dumps([recipient, note, lines], ensure_ascii=False, separators=(",", ":"))
    return Wording(recipient, note, tuple(lines), hashlib.sha256(text.encode()).hexdigest())


def digest_of(application: Application) -> str:
    """Return the digest that a person confirms; empty where there is nothing to confirm."""
    wording = as_on_certificate(application)
    return wording.digest if wording else ""


def _outcome(application: Application) -> stated.Outcome:
    rows = application.content.answers.get("members", [])
    return stated.Outcome(
        application_id=application.pk,
        number=application.number or "",
        title=application.title,
        team=application.team.name if application.team else "",
        organisation=application.organisation.name,
        person=application.person_name,
        recommender=application.recommender.label if application.recommender else "",
        dimensions=application.dimensions,
        level="",
        members=stated.member_names(rows),
    )
