"""Journeys that lead nowhere: times the wrong way round, missing stages, states without way in or out, circles."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from zhiping.core.definition.check_references import names
from zhiping.core.definition.faults import Path, Problem, closest, unknown
from zhiping.core.definition.lifecycle import DRAFT, PROGRESS, PUBLISHED, SUPPLEMENT, Graph, graph_of
from zhiping.core.definition.schema import Definition, Moves, Stage
from zhiping.core.definition.vocabulary import END_STATES, HOLDING, Need, SignOff, StageKind

_ONLY_FOR = {
    "round": StageKind.ROUND,
    "requires": StageKind.RECOMMENDATION,
    "days": StageKind.NOTICE,
}


def check(definition: Definition) -> Iterator[Problem]:
    """Find what is wrong in each stage and in the changes to the moves."""
    for index, stage in enumerate(definition.stages):
        yield from _stage(definition, stage, ("stages", index))
        yield from _times(stage, ("stages", index))
    yield from _moves(definition)


def check_whole(definition: Definition) -> Iterator[Problem]:
    """Find stages and facts that the journey lacks, and states it cannot reach or leave."""
    if not definition.stages:
        yield Problem(("stages",), "还没有阶段;请在 journey.yaml 里写 stages:,至少有 application 和 publication")
        return
    yield from _order(definition)
    yield from _agreement(definition)
    yield from _graph(definition)


def _stage(definition: Definition, stage: Stage, path: Path) -> Iterator[Problem]:
    if stage.id in (DRAFT, *END_STATES):
        yield Problem((*path, "id"), f"“{stage.id}”是系统用的状态名;请换一个名称")
    for key, kind in _ONLY_FOR.items():
        if getattr(stage, key) not in (None, ()) and stage.kind != kind:
            yield Problem((*path, key), f"“{key}”只用于 kind: {kind} 的阶段;请删去或改 kind")
    if stage.kind == StageKind.ROUND and stage.round is None:
        yield Problem(path, f"评审阶段须写用哪个评审环节(round);{closest(stage.id, definition.rounds)}")
    if stage.round is not None and stage.round not in definition.rounds:
        yield unknown((*path, "round"), "评审环节(rounds)", stage.round, definition.rounds)
    files = [file.id for file in definition.files]
    yield from names(stage.files, files, (*path, "files"), "材料(files)")
    preconditions = [item.id for item in definition.route.preconditions]
    yield from names(stage.requires, preconditions, (*path, "requires"), "推荐前提(route.preconditions)")


def _times(stage: Stage, path: Path) -> Iterator[Problem]:
    opens = stage.opens.earliest if stage.opens else None
    closings = [((*path, "closes"), stage.closes)] if stage.closes else []
    closings += [((*path, "closes_for", i, "closes"), other.closes) for i, other in enumerate(stage.closes_for)]
    for place, closes in closings:
        if opens is not None and closes.latest is not None and closes.latest <= opens:
            message = f"结束({closes.text})不晚于开始({stage.opens.text if stage.opens else ''});请对调或改正年月日"
            yield Problem(place, message)


def _moves(definition: Definition) -> Iterator[Problem]:
    # The graph before the changes tells which moves there are to forbid.
    derived = graph_of(definition.model_copy(update={"moves": Moves()}))
    states = list(derived.states)
    for index, move in enumerate(definition.moves.add):
        for key in ("start", "to"):
            if getattr(move, key) not in states:
                yield unknown(("moves", "add", index, key), "状态", getattr(move, key), states)
    for index, forbidden in enumerate(definition.moves.forbid):
        path: Path = ("moves", "forbid", index)
        if forbidden.start not in states:
            yield unknown((*path, "start"), "状态", forbidden.start, states)
        elif forbidden.event not in derived.events_from(forbidden.start):
            words = closest(forbidden.event, derived.events_from(forbidden.start))
            yield Problem((*path, "event"), f"“{forbidden.start}”本来就没有这个动作;{words}")


def _order(definition: Definition) -> Iterator[Problem]:
    kinds = [stage.kind for stage in definition.stages]
    for kind, words in ((StageKind.APPLICATION, "申报"), (StageKind.PUBLICATION, "发布")):
        if kind not in kinds:
            yield Problem(("stages",), f"缺少{words}阶段;请加一个 kind: {kind} 的阶段")
    holders = [(index, stage) for index, stage in enumerate(definition.stages) if stage.kind in HOLDING]
    for index, stage in holders[:-1]:
        if stage.kind == StageKind.PUBLICATION:
            yield Problem(("stages", index), "发布之后还有审查或评审阶段;请把发布移到它们之后,且只留一个")
    for (_, before), (index, after) in itertools.pairwise(holders):
        starts, ends = before.window()[0], after.window()[1]
        if starts is not None and ends is not None and ends <= starts:
            yield Problem(
                ("stages", index), f"“{after.label}”在前一阶段“{before.label}”开始之前就结束;请调整先后或时间"
            )


def _agreement(definition: Definition) -> Iterator[Problem]:
    by_kind = {kind: definition.stages_of(kind) for kind in StageKind}
    needed = definition.route.recommendation != Need.NONE
    if needed is not bool(by_kind[StageKind.RECOMMENDATION]):
        said = "加一个 kind: recommendation 的阶段" if needed else "把 recommendation 写成 required 或删去推荐阶段"
        yield Problem(("route", "recommendation"), f"route 与阶段不一致;请{said}")
    for index, stage in enumerate(definition.stages):
        if stage.kind == StageKind.HAND_IN and not stage.files:
            yield Problem(("stages", index), "递交材料的阶段须写交什么;请补 files: [材料名称]")
    if by_kind[StageKind.SCREENING] and not definition.screening:
        yield Problem(("screening",), "有形式审查阶段却没有审查清单;请写 screening:")
    if by_kind[StageKind.APPROVAL] and definition.approval is None:
        yield Problem(("approval",), "有审定阶段却没有写怎样审定;请写 approval: {sign_off: …, source: …}")
    signed = definition.approval is not None and definition.approval.sign_off == SignOff.GUIDING_UNITS
    if signed and not definition.guiding_units:
        yield Problem(("approval", "sign_off"), "没有指导单位;请写 guiding_units: […],或写 sign_off: none")
    yield from _notice(definition, by_kind[StageKind.NOTICE])
    used = {stage.round for stage in definition.stages}
    for name in definition.rounds:
        if name not in used:
            yield Problem(("rounds", name), f"没有阶段使用评审环节“{name}”;请加一个 kind: round 的阶段或删去")


def _notice(definition: Definition, stages: tuple[Stage, ...]) -> Iterator[Problem]:
    common = definition.notice.days if definition.notice else 0
    if common and not stages:
        yield Problem(("notice",), "写了公示天数却没有公示阶段;请加一个 kind: notice 的阶段,或把 days 写成 0")
    for index, stage in enumerate(definition.stages):
        if stage.kind == StageKind.NOTICE and not (stage.days or common):
            yield Problem(("stages", index), "公示阶段没有天数;请写 days: 7 或在 notice: 里写 days")
    if definition.objection is not None and definition.objection.allowed and not stages:
        yield Problem(("objection", "allowed"), "没有公示阶段就无从提出异议;请加公示阶段或写 allowed: false")


def _graph(definition: Definition) -> Iterator[Problem]:
    """Name the cause and not all that follows from it: a circle, else the last dead end, else the first gap."""
    graph = graph_of(definition)
    circles = [
        Problem(
            ("moves", "add", index),
            f"“{move.start}”与“{move.to}”之间转圈;向前的动作请指向后面的阶段,退回请用 return_to_applicant",
        )
        for index, move in enumerate(definition.moves.add)
        if move.event in PROGRESS and move.start in _reach(graph, move.to, onward=True)
    ]
    if circles:
        yield from circles
        return
    places: dict[str, Path] = {stage.id: ("stages", index) for index, stage in enumerate(definition.stages)}
    reached = _reach(graph, DRAFT)
    standing = [state for state in graph.states if state not in END_STATES]
    stuck = [state for state in standing if state in reached and PUBLISHED not in _reach(graph, state)]
    lost = [state for state in standing if state not in reached]
    if stuck:
        path = places.get(stuck[-1].removesuffix(SUPPLEMENT), ("moves",))
        yield Problem(path, f"从“{stuck[-1]}”走不到发布;请检查 moves.forbid 或补一条 moves.add")
    elif lost:
        path = places[lost[0].removesuffix(SUPPLEMENT)]
        yield Problem(path, f"没有路能走到“{lost[0]}”;请检查 moves.forbid 或补一条 moves.add")


def _reach(graph: Graph, state: str, *, onward: bool = False) -> set[str]:
    """Collect the states that can be reached, by any move or by onward moves only."""
    found = {state}
    todo = [state]
    while todo:
        here = todo.pop()
        for (start, event), target in graph.moves.items():
            if start == here and target not in found and (not onward or event in PROGRESS):
                found.add(target)
                todo.append(target)
    return found
