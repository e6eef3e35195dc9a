"""Sentences for the refusals of screening: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "supplement.without_items": gettext_noop("请至少选择一项需要补正的事项。"),
    "supplement.due_in_past": gettext_noop("补正期限必须晚于现在。"),
    "supplement.rounds_used": gettext_noop("本活动最多补正 %(rounds)s 次，已经用完。请作出通过或不通过的结论。"),
    "supplement.unanswered": gettext_noop("还有 %(count)s 项没有回复。请逐项写明补正情况或上传材料。"),
    "supplement.too_late": gettext_noop("补正期限已过，不能再提交。如有特殊情况请联系秘书处。"),
    "supplement.not_due": gettext_noop("补正期限还没有到。"),
    "supplement.none_asked": gettext_noop("没有等待补正的事项，不必提醒。"),
    "supplement.run_out": gettext_noop("补正期限 %(due_at)s 已过，不再提醒，请收回后作出结论。"),
    "supplement.reminded_today": gettext_noop("今天已经提醒过。"),
    "docket.nobody": gettext_noop("请选择至少一位同事。"),
    "docket.not_of_office": gettext_noop("只能分给秘书处现任的工作人员，请重新选择。"),
    "docket.not_at_check": gettext_noop("不在形式审查环节。"),
    "docket.taken": gettext_noop("已由 %(officer)s 承办；要换人请用“改派”。"),
    "screening.findings_unread": gettext_noop("还有 %(count)s 项问题或提示没有处理，请逐项查看。"),
    "screening.unchecked": gettext_noop("还没有运行自动检查（或补正后还没有重新运行）。"),
    "finding.closed_already": gettext_noop("这一项已经处理过了。"),
    "finding.not_answered": gettext_noop("这一项没有等待复核的回复。"),
    "screening.findings_stand": gettext_noop("还有 %(count)s 项问题没有解决，不能通过。请先补正，或说明理由后撤销。"),
    "screening.not_here": gettext_noop("这项申报现在不在形式审查中（例如正由申报人补正），不能办理。"),
    "screening.refusal_pending": gettext_noop("已有“不通过”的结论等待第二人确认。"),
    "screening.no_refusal": gettext_noop("没有等待确认的“不通过”结论。"),
    "screening.same_person": gettext_noop("“不通过”须由另一位工作人员确认，不能自己确认自己的结论。"),
}
