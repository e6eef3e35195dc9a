"""The rules of one year carried to another: the same clauses, other dates, another year in the titles."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from functools import partial
from typing import Any

from zhiping.core.definition import loader
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Precision
from zhiping.core.definition.when import SHANGHAI, span, wording

# What cites the notices of the old year: these stay true only unchanged.
CITING = frozenset({"document", "document_en", "documents", "standard", "standard_en"})
# A number that counts something ("2000字以内") is no year.
_YEARS = re.compile(
    r"(?<![\d\-–/])(20\d\d)(?:([-–])(20\d\d))?(?!\d|\s*(?:[字人家个项页元条]|万|characters|words|people))"
)


def rebase(definition: Definition, *, year: int, days: int, document: str, document_en: str = "") -> Definition:
    """Carry a programme-year's rules to another year, as the secretariat does every spring (requirements A3).

    Each time moves by whole days and keeps its time of day (Asia/Shanghai). One that the notice names only coarsely
    ("4月下旬") becomes the first day it can mean where something opens, the last day where it closes: the office then
    writes the new year's own dates. Years in titles and labels move on; clauses, sources and the documents they cite
    stay as they are, because the rules still rest on them.

    Args: year: of the new edition. days: how far each time moves, negative for the past. document, document_en: what the
    new edition rests on, in words.
    Raises: pydantic.ValidationError when a moved time leaves the calendar.
    """
    text, _sha256 = loader.freeze(definition)
    later = partial(_later, years=year - definition.edition)
    moved = {key: _walk(value, key, days, later) for key, value in json.loads(text).items() if key not in CITING}
    kept = {key: value for key, value in json.loads(text).items() if key in CITING}
    given = {"edition": year, "document": document, "document_en": document_en}
    return loader.thaw(json.dumps(moved | kept | given, ensure_ascii=False))


def _walk(value: Any, key: str, days: int, later: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"at", "text"}:
            at = _moved(value["at"], timedelta(days=days), opening=key == "opens")
            return {"at": at, "text": wording(at)}
        return {name: _walk(inner, name, days, later) for name, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner, key, days, later) for inner in value]
    return later(value) if isinstance(value, str) and not key.endswith("source") else value


def _later(words: str, years: int) -> str:
    def written(found: re.Match[str]) -> str:
        first, dash, last = found.groups()
        return f"{int(first) + years}" + (f"{dash}{int(last) + years}" if last else "")

    return _YEARS.sub(written, words)


def _moved(written: str, by: timedelta, *, opening: bool) -> str:
    first, after, precision = span(written)
    if precision == Precision.INSTANT and first is not None:
        return (first + by).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
    if opening and first is not None:
        return _day((first + by).astimezone(SHANGHAI).date())
    if after is not None:
        last = _day((after + by - timedelta(days=1)).astimezone(SHANGHAI).date())
        return f"..{last}" if precision == Precision.BY else last
    return written


def _day(day: date) -> str:
    return day.isoformat()
