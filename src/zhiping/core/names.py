"""Chinese names of organisations and people made comparable; a name alone only ever raises a suspicion.

Identity comes from the credit code and the register's group tree. Names are compared where a record has no code: an
employer typed into an expert's history, a member list, an import.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Suspicion = Literal["identical", "same_but_for_form", "same_beginning"]

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
LEAST_BRAND = 3
LEAST_PLACED = 4

_NOISE = re.compile(r"[\s\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_BRACKETED_FORMS = {"集团", "控股", "股份", "有限合伙", "普通合伙", *PLACES}


def normalise(name: str) -> str:
    """Return an organisation's name with width, spaces, letter case and punctuation evened out; brackets stay.

    Two registers that mean the same registered name give the same text.
    """
    even = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in even if c in "()" or not _NOISE.fullmatch(c))


def without_form(name: str) -> str:
    """Return the name without legal form and group words: 上海电气集团股份有限公司 → 上海电气.

    Bracketed forms and places go too: 西门子(中国)有限公司 → 西门子. A name that is nothing but form stays as it is.
    """
    even = _BRACKETS.sub(lambda found: "" if found[0][1:-1] in _BRACKETED_FORMS else found[0], normalise(name))
    while even not in LEGAL_FORMS and (form := next((f for f in LEGAL_FORMS if even.endswith(f)), None)):
        even = even.removesuffix(form)
    return even or normalise(name)


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


def _placed(name: str) -> str:
    """Return the name without form, with 上海市 and 上海 written alike."""
    even = without_form(name)
    return "上海" + even.removeprefix("上海市") if even.startswith("上海市") else even


def normalise_person(name: str) -> str:
    """Return a person's name without spaces and dots and in one letter case: "阿依努尔 · 买买提" → "阿依努尔买买提"."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name).casefold())


def same_person_suspicion(first: str, second: str) -> bool:
    """Tell whether two people bear the same name, which many do: a reason to ask, never to decide."""
    even = normalise_person(first)
    return bool(even) and even == normalise_person(second)
