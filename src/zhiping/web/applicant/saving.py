"""From a posted section to the one action that keeps it."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhiping.applications import actions
from zhiping.applications.queries import pages
from zhiping.core.definition.form import is_empty
from zhiping.core.definition.schema import Field, Section
from zhiping.core.definition.vocabulary import FieldKind
from zhiping.core.errors import RuleViolation
from zhiping.files.actions import LARGEST
from zhiping.files.rules.photos import Crop
from zhiping.web.shared.compare import side_by_side
from zhiping.web.shared.forms import answers_from
from zhiping.web.shared.http import Request
from zhiping.web.shared.phases import in_language

if TYPE_CHECKING:
    from zhiping.applications.models import Application

THEIRS, BOTH = "theirs", "both"


def is_autosave(request: Request) -> bool:
    """Tell whether the page saved itself in the background."""
    return request.headers.get("X-Autosave") == "1"


def is_writers_own(request: Request) -> bool:
    """Tell whether the page was opened by the person who is signed in now.

    On a computer that several share, a page that stood open goes on saving itself after somebody else has signed in:
    those words would be kept in the name of a person who never wrote them.
    """
    return request.POST.get("writer", str(request.user.pk)) == str(request.user.pk)


def typed(request: Request, section: Section) -> dict[str, Any]:
    """Return what stands on the page that was posted."""
    return answers_from(section, request.POST)


def keep(request: Request, case: Application, section: Section, at: datetime) -> dict[str, Any]:
    """Keep a posted section and its photos; the case at hand goes on with the answers as they stand now.

    Returns: revision and base for the next save of the same page. Where a colleague's words in other fields were
    merged in, the page goes on from the old revision, for it does not show them.
    Raises: RuleViolation of save_answers and attach_photo.
    """
    sent = _taken(request, case, section)
    revision = _number(request.POST.get("revision", ""))
    content = actions.save_answers(
        application_id=case.pk, answers=sent, base=_base(request), revision=revision, by=request.actor, at=at
    )
    pages.go_on_with(case, content, section)
    _save_photos(request, case, section, at)
    private = {f.id for f in section.fields if f.has_private}
    kept = {name: content.answers.get(name) for name in sent}
    merged = any(_differs(kept[name], sent[name]) for name in sent if name not in private)
    base = kept if not merged else {n: kept[n] if n in private else sent[n] for n in sent}
    shown = json.dumps(base, ensure_ascii=False)
    return {"revision": revision if merged else content.revision, "base": shown, "merged": merged}


def _taken(request: Request, case: Application, section: Section) -> dict[str, Any]:
    """Return what stands on the page, or of two texts that clashed the one that was chosen, or both."""
    sent = typed(request, section)
    for name in sent:
        choice, kept_now = request.POST.get(f"take-{name}"), case.content.answers.get(name)
        if choice == THEIRS:
            sent[name] = kept_now
        elif choice == BOTH:
            sent[name] = _together(sent[name], kept_now)
    return sent


def _save_photos(request: Request, case: Application, section: Section, at: datetime) -> None:
    for field in section.fields:
        photo = request.FILES.get(field.id)
        if field.kind == FieldKind.PHOTO and photo is not None:
            actions.attach_photo(
                application_id=case.pk,
                field_id=field.id,
                name=photo.name or "photo",
                content=photo.read(LARGEST + 1),
                crop=_crop(request, field.id),
                by=request.actor,
                at=at,
            )


def _crop(request: Request, name: str) -> Crop:
    """Return which part of the picture was chosen; the largest in the middle where the page had no script."""
    chosen = {}
    for part in ("x", "y", "zoom"):
        with suppress(ValueError):
            chosen[part] = float(request.POST.get(f"crop-{name}-{part}", ""))
    return Crop(**{part: value for part, value in chosen.items() if isfinite(value)})


def _differs(kept: Any, sent: Any) -> bool:
    return kept != sent and not (is_empty(kept) and is_empty(sent))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _base(request: Request) -> dict[str, Any]:
    """Return what the page was filled from; a page that says nothing sensible gets every difference shown."""
    try:
        base = json.loads(request.POST.get("base", "{}"))
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def clashes(section: Section, refusal: RuleViolation) -> list[dict[str, Any]]:
    """Return the fields that two people changed, both sides in words; empty for any other refusal."""
    both: dict[str, tuple[Any, Any]] = refusal.facts.get("clashes", {})  # type: ignore[assignment]
    fields = {field.id: field for field in section.fields}
    found = []
    for name, (mine, theirs) in both.items():
        field = fields.get(name) or fields[name.removesuffix("_other")]
        sides = side_by_side(words_of(field, mine), words_of(field, theirs))
        found.append(
            {
                "name": name,
                "label": in_language(field.label, field.label_en),
                "mine": sides[0],
                "theirs": sides[1],
                "both": field.kind == FieldKind.LONG_TEXT,
            }
        )
    return found


def words_of(field: Field, value: Any) -> str:
    """Return an answer as its writer would say it: labels of options, a line for each row."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        lines = [
            " · ".join(filter(None, map(str, v.values()))) if isinstance(v, dict) else words_of(field, v) for v in value
        ]
        return ("\n" if field.columns else _("、")).join(lines)
    named = next((in_language(o.label, o.label_en) for o in field.choices if o.id == value), None)
    return named or ("" if value is None else str(value))


def _together(mine: Any, theirs: Any) -> Any:
    """Return both texts one after the other; asked twice, they are still there once."""
    if not isinstance(mine, str) or not isinstance(theirs, str) or mine.strip() in theirs:
        return theirs
    return f"{theirs.rstrip()}\n\n{mine.strip()}"
