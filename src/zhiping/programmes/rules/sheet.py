"""The sheet 推荐单位: which columns it has, and what importing it would change on an edition's register."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiping.core import sheets
from zhiping.core.errors import listing
from zhiping.core.sheets import Column, Fault, Record
from zhiping.organisations.rules.register import read_uscc

SHEET = "推荐单位"
MOST_LINES = 2_000
KINDS = {
    "district": ("区",),
    "industry": ("行业", "行业协会"),
    "group": ("集团", "集团公司"),
    "authority": ("主管部门",),
    "association": ("协会",),
}
CODE = Column("uscc", "统一社会信用代码", read_uscc, required=True, also_called=("信用代码", "Credit code"))
KIND = Column("kind", "类别", sheets.choice(KINDS), required=True, also_called=("Kind",))
LABEL = Column("label", "名录中的名称", sheets.text(120), also_called=("推荐单位名称", "名称", "Label"))
CO_CREATION = Column("is_co_creation", "共建", sheets.yes_no, also_called=("共建推荐单位", "Co-creation"))
COLUMNS = (CODE, KIND, LABEL, CO_CREATION)


@dataclass(frozen=True, slots=True)
class Standing:
    """A recommender on the edition's register."""

    id: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What one line does. recommender_id: None for a new one; facts: kind, label and is_co_creation as they will be."""

    row: int
    uscc: str
    recommender_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Say whether the line enters a recommender, changes one or finds it as it is: new, changed or same."""
        return "new" if self.recommender_id is None else "changed" if self.after else "same"


def plan(
    records: Sequence[Record],
    names: Mapping[str, str],
    standing: Mapping[str, Standing],
    kinds: Collection[str],
) -> tuple[list[Change], list[Fault]]:
    """Return what each line would do, and what speaks against the whole.

    Args: names: the units on the register or in the same file, by code. standing: the edition's recommenders by code.
    kinds: the kinds that the edition has; none given means any.
    """
    complete = [record for record in records if {"uscc", "kind"} <= set(record.values)]
    faults, seen = [], dict[str, int]()
    for record in complete:
        code, kind = record.values["uscc"], record.values["kind"]
        if code in seen:
            faults.append(sheets.fault(record, CODE, "sheet.twice", given=code, other=seen[code]))
        seen.setdefault(code, record.row)
        if code not in names:
            faults.append(sheets.fault(record, CODE, "import.unknown_unit", given=code))
        if kinds and kind not in kinds:
            allowed = listing("allowed", [KINDS[known][0] for known in KINDS if known in kinds])
            faults.append(sheets.fault(record, KIND, "import.other_kind", given=KINDS[kind][0], **allowed))
    found = [_change(record, names, standing.get(record.values["uscc"])) for record in complete]
    return found, faults


def _change(record: Record, names: Mapping[str, str], standing: Standing | None) -> Change:
    given = record.values
    code = given["uscc"]
    had = standing.facts if standing else {}
    wanted = {
        "kind": given["kind"],
        "label": given.get("label") or had.get("label") or names.get(code, ""),
        "is_co_creation": given.get("is_co_creation", had.get("is_co_creation", False)),
    }
    after = {key: value for key, value in wanted.items() if had.get(key) != value}
    before = {key: had.get(key) for key in after} if standing else {}
    return Change(record.row, code, standing.id if standing else None, before, after)
