"""An edition's own words for the messages of its acts: which messages there are, and what each may name.

The house's words stand in `zhiping.messages.rules.texts`; a test holds the two lists together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from zhiping.core.definition.base import Sourced, Text
from zhiping.core.definition.faults import Path, Problem, closest, unknown

TEXTS = ("subject", "body", "subject_en", "body_en")
BODIES = ("body", "body_en")


class MessageText(Sourced):
    """An edition's own words for one message; where the English is left out, the house's own English stands.

    `{name}` stands for a fact of that message, such as {title}, {edition} or {due_at}; which ones, the check tells.
    """

    subject: Text
    body: Text
    subject_en: str = ""
    body_en: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A message that an act of an edition sends. needed: facts that the body may not leave out."""

    label: str
    facts: tuple[str, ...]
    needed: tuple[str, ...]


# code|when it is sent|what its words may name; with * what the reader must not miss
_TABLE = """
applications.signed_up|报名成功|who edition at
applications.sign_up_withdrawn|报名已撤回|who edition at by
applications.endorsement_requested|送请单位出具意见|title edition
applications.endorsed|单位意见已出具|title edition
applications.endorsement_declined|单位未同意申报|title edition *reason
applications.endorsement_voided|单位意见已失效|title edition
applications.submitted|申报已提交|title edition *number *submitted_at content_hash
applications.copies_here|纸质件已收齐|title edition copies
recommendation.received|收到待推荐的申报|title organisation edition
recommendation.recommended|已获推荐|title edition recommender
recommendation.returned|推荐单位退回修改|title edition recommender *reason
recommendation.declined|推荐单位未推荐|title edition recommender *reason
recommendation.choose_another|请另选推荐单位|title edition recommender
recommendation.recommender_disqualified|取消推荐资格|edition recommender *reason
recommendation.recommender_reinstated|恢复推荐资格|edition recommender *reason
recommendation.way_confirmed|秘书处确认直接申报|title edition *reason
recommendation.way_refused|秘书处未确认直接申报|title edition *reason
recommendation.handed_in|推荐材料已报送|edition *number
recommendation.returned_package|推荐材料被退回|edition number *reason *until
recommendation.scan_voided|盖章件失效|*sheet edition
recommendation.complaint_filed|收到收费投诉|edition
recommendation.finding_proposed|收费投诉待确认|edition
screening.passed|形式审查通过|title edition
screening.supplement_requested|要求补正|title edition *items *due_at
screening.supplement_reminder|补正提醒|title edition *items *due_at
screening.supplement_answered|补正已提交|title edition
screening.supplement_overdue|补正逾期|title edition due_at
screening.not_passed|形式审查不通过|title edition *reason
screening.shared_out|分派形式审查|edition count by
experts.invited|邀请专家|edition
experts.answered|专家答复|name edition answer
review.assigned|分派评审材料|edition round count *due_at
review.assigned_without_date|分派评审材料(无期限)|edition round count
review.recused|专家回避|name title edition
decision.meeting_called|召开审定会|edition
decision.sign_off_requested|请指导单位会签|edition list_title
decision.on_notice|开始公示|title edition *ends_on
decision.objection_filed|收到异议|edition
decision.objection_settled|异议办理结果|edition *outcome *reason
decision.published|评价结果发布|title edition *level
decision.not_selected|未入选|title edition
decision.certificate_issued|证书已生成|title edition *number
journey.window_closes|截止提醒|title edition stage *closes_at
journey.work_closes|待办截止提醒|edition stage count *closes_at
journey.withdrawn|申报已撤回|title edition *reason
journey.revived|撤回的申报已恢复|title edition *reason
"""


def _events() -> Iterator[tuple[str, Event]]:
    for line in _TABLE.strip().splitlines():
        code, label, words = line.split("|")
        names = words.split()
        needed = tuple(name[1:] for name in names if name.startswith("*"))
        yield code, Event(label, tuple(name.removeprefix("*") for name in names), needed)


EVENTS = dict(_events())


def check(code: str, text: MessageText, path: Path) -> Iterator[Problem]:
    """Find what is wrong with one wording: no such message, a placeholder it has not or must have, loose braces."""
    event = EVENTS.get(code)
    if event is None:
        yield unknown(path, "消息(messages)", code, EVENTS)
        return
    for name in TEXTS:
        written = getattr(text, name)
        try:
            named = [(field, bool(spec or conversion)) for _, field, spec, conversion in Formatter().parse(written)]
        except ValueError:
            yield Problem((*path, name), "花括号不成对;{名称} 须写全,花括号本身请写两遍")
            continue
        fields = [(field, dressed) for field, dressed in named if field is not None]
        yield from _placeholders(fields, event, (*path, name))
        missing = [need for need in event.needed if need not in {field for field, _ in fields}]
        if name in BODIES and written and missing:
            yield Problem(
                (*path, name), f"正文漏了收信人须知的内容;请写上{'、'.join(f'{{{need}}}' for need in missing)}"
            )


def _placeholders(fields: list[tuple[str, bool]], event: Event, path: Path) -> Iterator[Problem]:
    for field, dressed in fields:
        if field not in event.facts:
            yield Problem(path, f"“{event.label}”没有占位符 {{{field}}};{closest(field, event.facts)}")
        elif dressed:
            yield Problem(path, f"占位符 {{{field}}} 不带格式;请只写 {{{field}}}")
