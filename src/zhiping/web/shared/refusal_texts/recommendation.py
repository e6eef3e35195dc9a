"""Sentences for the refusals of recommendation: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "recommendation.opinion_missing": gettext_noop("请写明意见或理由。"),
    "recommendation.points_missing": gettext_noop("本活动要求推荐单位评分，请填写得分。"),
    "recommendation.points_out_of_range": gettext_noop("得分须在 0 到 %(maximum)s 之间。"),
    "recommendation.seal_missing": gettext_noop("请上传“%(label)s”的盖章扫描件或照片。"),
    "recommendation.precondition_missing": gettext_noop("推荐之前须先提交：%(missing)s。请在“总结与统计”中提交。"),
    "recommendation.disqualified": gettext_noop("“%(label)s”已被取消推荐资格，不能办理推荐。"),
    "recommendation.not_approved": gettext_noop("这项申报尚未经秘书处确认，不能由协会代为推荐。请先办理确认。"),
    "route.recommender_gone": gettext_noop("“%(label)s”的推荐资格已被取消，请另选推荐单位。"),
    "route.awaits_office": gettext_noop(
        "“%(label)s”须先经秘书处确认（%(source)s）。秘书处已看到这项申报，确认后您会收到消息，再提交即可。"
    ),
    "route.refused": gettext_noop("秘书处没有同意“%(label)s”：%(reason)s。请改选推荐单位，或与秘书处联系。"),
    "recommendation.summary_missing": gettext_noop("请填写工作总结。"),
    "ranking.not_positive": gettext_noop("名次从 1 开始，不能填 %(rank)s。"),
    "ranking.twice": gettext_noop("同一类别中名次 %(rank)s 填了两次，请改成不同的名次。"),
    "statistics.missing": gettext_noop("统计表中的“%(figure)s”没有填写。"),
    "statistics.negative": gettext_noop("统计表中的“%(figure)s”不能小于 0。"),
    "statistics.contradicts": gettext_noop("统计表中的“%(figure)s”不能大于“%(limit)s”，请核对。"),
    "statistics.too_large": gettext_noop("统计表中的“%(figure)s”大得不合理，请核对单位和位数。"),
    "statistics.too_fine": gettext_noop("统计表中的“%(figure)s”最多填 %(places)s 位小数。"),
    "statistics.rarely_above": gettext_noop(
        "“%(figure)s”通常不大于“%(limit)s”。请核对；核对无误的，在“情况说明”中写明原因后再提交。"
    ),
    "statistics.unusual_rate": gettext_noop(
        "算得%(rate)s为 %(percent)s%%，通常为 %(usual)s。请核对；核对无误的，在“情况说明”中写明原因后再提交。"
    ),
    "statistics.unusual_change": gettext_noop(
        "“%(figure)s”为 %(now)s，上年为 %(before)s，相差超过 %(times)s 倍。请核对；核对无误的，在“情况说明”中写明原因后再提交。"
    ),
}
