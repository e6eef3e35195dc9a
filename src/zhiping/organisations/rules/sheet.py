"""The sheet 单位: which columns it has, and what importing it would change on the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiping.core import sheets
from zhiping.core.sheets import Column, Fault, Record
from zhiping.organisations.rules.register import read_name, read_uscc

SHEET = "单位"
MOST_LINES = 20_000
NATURES = {
    "market_entity": ("市场主体", "企业", "市场主体（企业等）"),
    "public_institution": ("事业单位",),
    "authority": ("机关",),
    "quasi_authority": ("参公单位",),
    "social_organisation": ("社会组织",),
    "other": ("其他",),
}
OWNERSHIPS = {
    "state_owned": ("国有企业", "在沪央企", "在沪央企、国有企业"),
    "private": ("民营企业",),
    "foreign": ("外商企业", "外资企业"),
    "sole_trader": ("个体工商户",),
    "cooperative": ("农民专业合作社",),
}
SIZES = {"large": ("大型",), "medium": ("中型",), "small": ("小微型", "小型", "微型")}
REGIONS = {
    "shanghai": ("本市", "上海", "在本市登记注册"),
    "elsewhere": ("外地", "外省市", "不在本市登记注册"),
}
CODE = Column("uscc", "统一社会信用代码", read_uscc, required=True, also_called=("信用代码", "Credit code"))
NAME = Column("name", "单位名称", read_name, required=True, also_called=("名称", "Name"))
PARENT = Column("parent", "上级单位统一社会信用代码", read_uscc, also_called=("上级单位代码", "Parent credit code"))
NAMES = {
    "former": Column("former", "曾用名", sheets.several(read_name), also_called=("Former names",)),
    "alias": Column("alias", "别名", sheets.several(read_name), also_called=("简称", "Aliases")),
}
PROFILE = (
    Column("nature", "组织性质", sheets.choice(NATURES), also_called=("Nature",)),
    Column("ownership", "市场主体类型", sheets.choice(OWNERSHIPS), also_called=("Ownership",)),
    Column("industry", "所属行业", sheets.text(40), also_called=("行业", "Industry")),
    Column("size", "组织规模", sheets.choice(SIZES), also_called=("规模", "Size")),
    Column("region", "登记地", sheets.choice(REGIONS), also_called=("Region",)),
    Column("district", "所在区", sheets.text(20), also_called=("区", "District")),
    Column("founded_on", "成立日期", sheets.day, also_called=("Founded on",)),
    Column("is_specialised", "专精特新", sheets.yes_no, also_called=("Specialised",)),
    Column("is_association_member", "市质协会员", sheets.yes_no, also_called=("会员", "Member")),
)
COLUMNS = (CODE, NAME, *PROFILE, PARENT, *NAMES.values())


@dataclass(frozen=True, slots=True)
class Known:
    """A unit of the register as an import meets it. uscc: "" where it has none; parent: the parent's code."""

    id: int
    uscc: str
    name: str
    profile: Mapping[str, Any] = field(default_factory=dict)
    parent: str = ""
    names: frozenset[tuple[str, str]] = frozenset()
    merged_into: str = ""
    is_approved: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What one line does. unit_id: None for a new unit; before and after: what differs, by column key."""

    row: int
    uscc: str
    name: str
    unit_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Say whether the line enters a unit, changes one or finds everything as it is: new, changed or same."""
        return "new" if self.unit_id is None else "changed" if self.after else "same"


def plan(records: Sequence[Record], known: Sequence[Known]) -> tuple[list[Change], list[Fault]]:
    """Return what each line would do to the register, and what speaks against the whole.

    A unit is known by its code; one without a code is taken up by its name, where exactly one bears it. A blank cell
    leaves what the register knows.
    """
    complete = [record for record in records if {"uscc", "name"} <= set(record.values)]
    by_code = {unit.uscc: unit for unit in known if unit.uscc}
    by_name = _without_code(known)
    faults = [*_twice(complete), *_merged(complete, by_code), *_parents(complete, by_code)]
    found = [
        _change(record, by_code.get(record.values["uscc"]) or by_name.get(record.values["name"])) for record in complete
    ]
    return found, faults


def _without_code(known: Sequence[Known]) -> dict[str, Known]:
    named: dict[str, list[Known]] = {}
    for unit in known:
        if not unit.uscc and not unit.merged_into:
            named.setdefault(unit.name, []).append(unit)
    return {name: units[0] for name, units in named.items() if len(units) == 1}


def _twice(records: Sequence[Record]) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for record in records:
        code = record.values["uscc"]
        if code in first:
            faults.append(sheets.fault(record, CODE, "sheet.twice", given=code, other=first[code]))
        first.setdefault(code, record.row)
    return faults


def _merged(records: Sequence[Record], known: Mapping[str, Known]) -> list[Fault]:
    return [
        sheets.fault(record, CODE, "import.merged", given=record.values["uscc"], survivor=unit.merged_into)
        for record in records
        if (unit := known.get(record.values["uscc"])) is not None and unit.merged_into
    ]


def _parents(records: Sequence[Record], known: Mapping[str, Known]) -> list[Fault]:
    """Refuse a parent nobody knows, and one that would close a circle with the register or the other lines."""
    above = {code: unit.parent for code, unit in known.items()}
    for record in reversed(records):  # of two lines with one code the first counts
        above[record.values["uscc"]] = record.values.get("parent") or above.get(record.values["uscc"], "")
    faults = []
    for record in records:
        code, parent = record.values["uscc"], record.values.get("parent")
        if parent and parent not in above:
            faults.append(sheets.fault(record, PARENT, "import.unknown_parent", given=parent))
        elif parent and _circles(code, above):
            faults.append(sheets.fault(record, PARENT, "group.circle", given=parent))
    return faults


def _circles(code: str, above: Mapping[str, str]) -> bool:
    seen, here = {code}, above.get(code, "")
    while here and here not in seen:
        seen.add(here)
        here = above.get(here, "")
    return here == code


def _change(record: Record, unit: Known | None) -> Change:
    given = record.values
    wanted: dict[str, Any] = {"name": given["name"]}
    wanted |= {column.key: given[column.key] for column in PROFILE if column.key in given}
    if given.get("parent"):
        wanted["parent"] = given["parent"]
    names = sorted({(name, kind) for kind in NAMES for name in given.get(kind, ())} - {(given["name"], "alias")})
    if unit is None:
        return Change(record.row, given["uscc"], given["name"], None, {}, wanted | ({"names": names} if names else {}))
    had = {"name": unit.name, "parent": unit.parent, **unit.profile}
    after = {key: value for key, value in wanted.items() if had.get(key) != value}
    before = {key: had.get(key) for key in after}
    if new := [pair for pair in names if pair not in unit.names]:
        after["names"] = new
    if not unit.uscc:
        after["uscc"] = given["uscc"]
    if not unit.is_approved:
        after["approved"] = True
    return Change(record.row, given["uscc"], given["name"], unit.id, before, after)


def plain(value: Any) -> Any:
    """Return a value as a report and the journal keep it: days as text, pairs as lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
