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
    "own_score.reviewer_missing": gettext_noop("请填写评委姓名，或评审、发表赛的名称。"),
    "own_score.points_missing": gettext_noop("请填写总分，或按评分表逐项评分。"),
    "own_score.out_of_range": gettext_noop("得分须是 0 到 %(maximum)s 之间的数。"),
    "scores.empty": gettext_noop("表中没有评分。第 1 行是表头，从第 2 行起每行一项成果；请下载模板填写。"),
    "scores.too_long": gettext_noop("表中超过 %(limit)s 行，请分成几个表导入。"),
    "scores.heading": gettext_noop("第 1 行 %(column)s 列：表头应为“编号”和“成果名称”。请下载模板，按模板的列填写。"),
    "scores.no_reviewer": gettext_noop(
        "第 1 行 %(column)s 列起：每列表头写一位评委的姓名或发表赛名称，1 到 %(most)s 列。请补上。"
    ),
    "scores.reviewer_twice": gettext_noop(
        "第 %(row)s 行 %(column)s 列：评委“%(reviewer)s”空缺、重复或过长。请每列写一个不同的姓名，不超过 60 字。"
    ),
    "scores.number_missing": gettext_noop(
        "第 %(row)s 行 %(column)s 列：没有编号。请填写成果的申报编号，或删去这一行。"
    ),
    "scores.unknown_number": gettext_noop(
        "第 %(row)s 行 %(column)s 列：“%(number)s”不是报送贵单位的申报编号。请对照“推荐”中的编号改正，或删去这一行。"
    ),
    "scores.number_twice": gettext_noop(
        "第 %(row)s 行 %(column)s 列：编号“%(number)s”在第 %(first)s 行已经有了。请合并为一行。"
    ),
    "scores.other_title": gettext_noop(
        "第 %(row)s 行 %(column)s 列：%(number)s 的成果名称是“%(title)s”。请核对编号，或改正、留空名称。"
    ),
    "scores.case_decided": gettext_noop(
        "第 %(row)s 行 %(column)s 列：%(number)s 已经给出推荐意见，评分不能再改。请删去这一行。"
    ),
    "scores.not_points": gettext_noop("第 %(row)s 行 %(column)s 列：“%(given)s”不是得分。请填写数字，没有评分的留空。"),
    "scores.out_of_range": gettext_noop(
        "第 %(row)s 行 %(column)s 列：%(given)s 不在 0 到 %(maximum)s 之间。请核对满分后改正。"
    ),
    "package.undecided": gettext_noop("还有 %(n)s 项成果没有给出意见：%(titles)s。请逐项推荐、退回或不推荐。"),
    "package.unranked": gettext_noop(
        "“%(category)s”中有 %(n)s 项推荐的成果没有排名次：%(titles)s。请在“比较与排序”中排出名次。"
    ),
    "package.unranked_together": gettext_noop(
        "有 %(n)s 项推荐的成果没有排名次：%(titles)s。请在“比较与排序”中排出名次。"
    ),
    "package.sheet_missing": gettext_noop(
        "缺少“%(label)s”（%(source)s）。请下载系统生成的表，盖章后上传，或上传相应材料。"
    ),
    "package.sheet_outdated": gettext_noop(
        "“%(label)s”的盖章件是按较早的内容盖的，之后推荐或排序有改动。请删除，重新下载、盖章、上传。"
    ),
    "package.other_sheet": gettext_noop(
        "盖章件上的识别码属于别的表，或别的推荐单位。请核对文件，上传这一张表的盖章件。"
    ),
    "package.earlier_sheet": gettext_noop(
        "盖章件上的识别码是较早内容的，之后推荐、评分或排序有改动。请重新下载、盖章、上传。"
    ),
    "package.handed_in": gettext_noop(
        "推荐材料已于 %(handed_in_at)s 整套报送（%(number)s），不能再改。确需更改的，请联系秘书处退回。"
    ),
    "package.return_in_the_past": gettext_noop("重新报送的截止时间必须晚于现在。"),
    "route.recommender_done": gettext_noop(
        "“%(label)s”已整套报送推荐材料，不再受理新的申报。请另选推荐单位，或联系该单位或秘书处。"
    ),
    "recommendation.not_disqualified": gettext_noop("“%(label)s”的推荐资格有效，不用恢复。"),
    "recommendation.same_person": gettext_noop("恢复推荐资格须由另一位工作人员办理，不能由取消资格的人自己恢复。"),
    "complaint.of_nothing": gettext_noop("请选择投诉事项。"),
    "complaint.without_grounds": gettext_noop("请写明情况：何时、何人、以何名义、收取多少。"),
    "complaint.too_long": gettext_noop("情况说明最多 %(limit)s 字，请精简；详细材料可以作为附件。"),
    "complaint.other_step": gettext_noop("这件投诉已进入另一步，请刷新页面查看。"),
    "complaint.without_words": gettext_noop("请写明内容或理由。"),
    "complaint.same_person": gettext_noop("结论须由另一位工作人员确认，不能自己确认自己提出的结论。"),
}
