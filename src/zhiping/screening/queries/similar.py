"""The same words in two outcomes: which cases share sentences with one, and the passages side by side (E2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from zhiping.applications.models import Application
from zhiping.applications.queries.completeness import form_of
from zhiping.core import similarity
from zhiping.core.definition.vocabulary import FieldKind
from zhiping.screening.models import Sentence

FEW = 5
COMMON = 5
"""What more cases than these say is a formula of the trade, and no copy. Source: default."""
LEAST_SHARED = 3
"""So many sentences of their own must two cases share. Source: default."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A case that shares sentences with another. share: of the other's sentences, in percent."""

    case: Application
    sentences: int
    share: int


def texts_of(case: Application) -> list[similarity.Labelled]:
    """Return the long texts of a case's form with their labels; private ones are left out."""
    asked = [f for f in form_of(case).fields() if f.kind == FieldKind.LONG_TEXT and not f.private]
    return [(f.label, str(case.content.answers.get(f.id) or "")) for f in asked]


def sharing(case: Application) -> list[Shared]:
    """Return the entered cases, of any programme and year, that share the most sentences with this one."""
    own = similarity.marks(text for _label, text in texts_of(case))
    counted = _rare(case, own).values_list("application").annotate(n=Count("pk"))
    numbers = dict(counted.filter(n__gte=LEAST_SHARED).order_by("-n", "application")[:FEW])
    cases = Application.objects.select_related("edition").in_bulk(numbers)
    return [Shared(cases[pk], n, round(100 * n / len(own))) for pk, n in numbers.items()]


def _rare(case: Application, own: Collection[int]) -> QuerySet[Sentence]:
    """Return where else the sentences of a case stand, without those that many say."""
    others = Sentence.objects.filter(mark__in=own).exclude(application=case)
    others = others.exclude(application__phase__in=("draft", "ended"))
    return others.filter(mark__in=others.values("mark").annotate(n=Count("pk")).filter(n__lte=COMMON).values("mark"))


def passages(case: Application, other: Application) -> list[similarity.Passage]:
    """Return what two cases say in the same words, as both stand now; formulas that many use are left out."""
    ours, theirs = texts_of(case), texts_of(other)
    rare = _rare(case, similarity.marks(text for _label, text in ours)).filter(application=other)
    return similarity.passages(ours, theirs, set(rare.values_list("mark", flat=True)))
