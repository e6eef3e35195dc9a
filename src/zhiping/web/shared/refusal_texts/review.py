"""Sentences for the refusals of review: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "panel.name_taken": gettext_noop("这一轮已有名为“%(name)s”的评审组，请换一个名称。"),
    "expert.not_committed": gettext_noop("这位专家还没有接受邀请并签署保密与公正承诺，不能聘入评审组。"),
    "panel.one_leader": gettext_noop("评审组长只有一位，请只选一位专家。"),
    "panel.sits_elsewhere": gettext_noop("这位专家已在本轮的“%(name)s”，一轮只能在一个评审组。"),
    "conflict.reason_missing": gettext_noop("请写明理由；理由会记入日志。"),
    "assignment.too_large": gettext_noop(
        "分配没有算完：成果与专家太多，一次算不过来。请按领域建立评审组，或先分给一部分成果。"
    ),
    "assignment.no_experts": gettext_noop("这一轮还没有聘请专家。请先建立评审组并聘请专家。"),
    "assignment.no_cases": gettext_noop("这一轮现在没有需要评审的成果。"),
    "assignment.other_round": gettext_noop("这项成果现在不在这一轮，不能分配。"),
    "assignment.conflicted": gettext_noop("这位专家与该成果有利益冲突，不能分配。"),
    "assignment.not_on_panel": gettext_noop("这位专家不在这一轮的评审组中。请先聘入评审组。"),
    "assignment.stands_already": gettext_noop("这位专家已在评审这项成果。"),
    "card.submitted_already": gettext_noop("评分已经提交，不能再改。确需修改请联系秘书处退回。"),
    "card.changed_elsewhere": gettext_noop("这份评分在另一个窗口中改过了。请刷新页面，核对后再保存。"),
    "card.empty": gettext_noop("评分表还是空的，请先评分。"),
    "card.not_submitted": gettext_noop("这份评分还没有提交，不需要退回。"),
    "round.no_cases": gettext_noop("这一轮现在没有成果。"),
    "round.not_scored": gettext_noop("这一轮不评分，请逐项记录评审组的结论。"),
    "round.cards_missing": gettext_noop(
        "还有 %(count)s 项成果的有效评分不足 %(at_least)s 份（%(cases)s 等），不能结束本轮。请催办或补充分配。"
    ),
    "round.not_concluded": gettext_noop("这一轮还没有汇总评分，请先结束本轮评分。"),
    "round.concluded_already": gettext_noop("这一轮的评分已经汇总，不能再改。"),
    "score.unknown_question": gettext_noop("评分项“%(item)s”没有这些问题，请刷新页面后重新评分。"),
    "score.unanswered": gettext_noop("评分项“%(item)s”还有问题没有回答，请逐项选择是或否。"),
    "level.unknown": gettext_noop("方案中没有“%(level)s”这个等级。"),
    "deliberation.incomplete": gettext_noop("请选择去向后再记录。"),
    "deliberation.no_quorum": gettext_noop("只有 %(voters)s 位成员表决，不足 %(at_least)s 位，不能作出结论。"),
    "deliberation.change_without_reason": gettext_noop("改变建议等级须写明理由。"),
    "session.drawn_already": gettext_noop("这一场的顺序已经抽签确定，不能重抽。"),
    "session.seed_missing": gettext_noop("请填写抽签种子，例如当日公布的彩票号码。"),
}
