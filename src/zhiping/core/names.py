"""Chinese names of organisations and people made comparable; a name alone only ever raises a suspicion.

Identity comes from the credit code and the register's group tree. Names are compared where a record has no code: an
employer typed into an expert's history, a member list, an import.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

Suspicion = Literal["identical", "same_but_for_form", "same_beginning"]
Likeness = Literal["identical", "same_but_for_form", "one_character"]

LEGAL_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "总公司",
    "分公司",
    "公司",
    "集团",
    "股份",
    "控股",
)
PLACES = ("中国", "上海市", "上海")
KNOWN = 1 << 16
"""Names that are remembered as they compare: a search holds each against hundreds of others."""
LEAST_BRAND = 3
LEAST_PLACED = 4
LEAST_MISTYPED = 5

_COUNTS = re.compile(r"[0-9一二三四五六七八九十东南西北]")
_NOISE = re.compile(r"[\s\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_BRACKETED_FORMS = {"集团", "控股", "股份", "有限合伙", "普通合伙", *PLACES}


@lru_cache(KNOWN)
def normalise(name: str) -> str:
    """Return an organisation's name with width, spaces, letter case and punctuation evened out; brackets stay.

    Two registers that mean the same registered name give the same text.
    """
    even = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in even if c in "()" or not _NOISE.fullmatch(c))


@lru_cache(KNOWN)
def without_form(name: str) -> str:
    """Return the name without legal form and group words: 上海电气集团股份有限公司 → 上海电气.

    Bracketed forms and places go too: 西门子(中国)有限公司 → 西门子. A name that is nothing but form stays as it is.
    """
    even = _BRACKETS.sub(lambda found: "" if found[0][1:-1] in _BRACKETED_FORMS else found[0], normalise(name))
    while even not in LEGAL_FORMS and (form := next((f for f in LEGAL_FORMS if even.endswith(f)), None)):
        even = even.removesuffix(form)
    return even or normalise(name)


@lru_cache(KNOWN)
def brand(name: str) -> str:
    """Return the name without form and without a leading 中国, 上海市 or 上海: 上海市建工集团有限公司 → 建工."""
    even = without_form(name)
    for place in PLACES:
        if even.startswith(place) and even != place:
            return even.removeprefix(place)
    return even


def same_name_suspicion(first: str, second: str) -> Suspicion | None:
    """Tell why two names may mean the same organisation or the same group; None when nothing suggests it.

    "identical": the same registered name. "same_but_for_form": they differ in legal form, 集团 or 上海 / 上海市 only.
    "same_beginning": one is the beginning of the other (上海电气 and 上海电气风电), as parent and child often are; the
    shared part must have 3 characters, or 4 with the place, so that 上海 or 电气 alone suggests nothing.
    Source: default; excellence-2024 附件1 第十五条(三) wants interests declared, this only helps to find them.
    """
    if not normalise(first) or not normalise(second):
        return None
    if normalise(first) == normalise(second):
        return "identical"
    if brand(first) == brand(second):
        return "same_but_for_form"
    shorter, longer = sorted((brand(first), brand(second)), key=len)
    if len(shorter) >= LEAST_BRAND and longer.startswith(shorter):
        return "same_beginning"
    shorter, longer = sorted((_placed(first), _placed(second)), key=len)
    if len(shorter) >= LEAST_PLACED and longer.startswith(shorter) and shorter not in PLACES:
        return "same_beginning"
    return None


@lru_cache(KNOWN)
def _placed(name: str) -> str:
    """Return the name without form, with 上海市 and 上海 written alike."""
    even = without_form(name)
    return "上海" + even.removeprefix("上海市") if even.startswith("上海市") else even


@lru_cache(KNOWN)
def normalise_person(name: str) -> str:
    """Return a person's name without spaces and dots and in one letter case: "阿依努尔 · 买买提" → "阿依努尔买买提"."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name).casefold())


def same_person_suspicion(first: str, second: str) -> bool:
    """Tell whether two people bear the same name, which many do: a reason to ask, never to decide."""
    even = normalise_person(first)
    return bool(even) and even == normalise_person(second)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records whose names are so alike that they may be one. first < second; why: the strongest likeness found."""

    first: int
    second: int
    why: Likeness


def like_pairs(names: Iterable[tuple[int, str]]) -> list[Pair]:
    """Return the pairs of records with like names, the likest first; work grows with the names, not with the pairs.

    "one_character": the names without form differ by one character typed wrong, left out or put in; a figure, a
    Chinese numeral or a point of the compass makes them two (第一, 第二, 浦东, 浦西).
    Args: names: record id and one of its names; a record may come with several.
    Source: default; requirements B2 wants duplicates merged, this only proposes them to a person.
    """
    kinds: tuple[Likeness, ...] = ("identical", "same_but_for_form", "one_character")
    buckets: dict[Likeness, dict[str, dict[int, str]]] = {kind: defaultdict(dict) for kind in kinds}
    for record, name in names:
        if not normalise(name):
            continue
        short = brand(name)
        buckets["identical"][normalise(name)][record] = short
        buckets["same_but_for_form"][short][record] = short
        if len(short) >= LEAST_MISTYPED:
            for place in range(len(short)):
                buckets["one_character"][short[:place] + short[place + 1 :]][record] = short
            buckets["one_character"][short][record] = short
    found: dict[tuple[int, int], Likeness] = {}
    for kind in kinds:
        for bucket in buckets[kind].values():
            for (first, one), (second, other) in combinations(sorted(bucket.items()), 2):
                if kind != "one_character" or _one_apart(one, other):
                    found.setdefault((first, second), kind)
    order = {kind: place for place, kind in enumerate(kinds)}
    return sorted((Pair(*pair, why) for pair, why in found.items()), key=lambda p: (order[p.why], p.first, p.second))


def _one_apart(one: str, other: str) -> bool:
    """Tell whether exactly one character was exchanged, left out or put in, and it is none that counts."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, left = one[start:], other[start:]
    while rest and left and rest[-1] == left[-1]:
        rest, left = rest[:-1], left[:-1]
    return max(len(rest), len(left)) == 1 and not _COUNTS.search(rest + left)
