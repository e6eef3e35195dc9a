"""What a worklist line asks for, in the trade's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

TEXTS = {
    "fill_in": gettext_noop("填写申报材料"),
    "endorse": gettext_noop("出具单位意见"),
    "submit": gettext_noop("检查并提交"),
    "hand_in_package": gettext_noop("材料包尚未报送"),
    "recommend": gettext_noop("评审并给出推荐意见"),
    "approve_organisation": gettext_noop("审核单位登记"),
    "approve_member": gettext_noop("审核人员"),
    "approve_team": gettext_noop("审核小组"),
    "approve_direct": gettext_noop("确认不经推荐单位的申报"),
    "hear_complaint": gettext_noop("核查收费投诉"),
    "confirm_finding": gettext_noop("确认投诉结论"),
    "screen": gettext_noop("形式审查，尚未分派"),
    "screen_mine": gettext_noop("由我承办的形式审查"),
    "confirm_refusal": gettext_noop("确认“不通过”的结论"),
    "answer": gettext_noop("按期补正材料"),
    "answer_invitation": gettext_noop("答复评审邀请"),
    "commit": gettext_noop("签署保密与公正承诺"),
    "score": gettext_noop("评审打分"),
    "judge_conflict": gettext_noop("认定利益冲突"),
    "settle_mail": gettext_noop("处理未能寄出的邮件"),
}


def text_of(what: str) -> str:
    """Return the words for a line's code; a line that brings its own words keeps them."""
    return _(TEXTS[what]) if what in TEXTS else what
