"""Sentences for the refusals of decision: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "document.missing_glyph": gettext_noop(
        "文书没有生成：字体中没有“%(character)s”这个字。请联系运维人员补充字体（设置 ZHIPING_FONTS），不会用方框代替。"
    ),
    "document.not_set": gettext_noop("文书没有生成：内容比任何真实的文书都多。请改用表格下载，或联系秘书处。"),
    "decision.nothing_to_propose": gettext_noop("没有待审定的成果可以提出建议。成果通过全部评审后才会到这一步。"),
    "decision.nothing_to_resolve": gettext_noop("没有表决已通过的建议。请等审定专家表决，或逐项记录审定结果。"),
    "decision.unknown_level": gettext_noop("本方案没有“%(level)s”这个等级，请从列表中选择。"),
    "decision.reason_missing": gettext_noop("请写明理由；理由记入日志。"),
    "resolve.without_proposal": gettext_noop("还没有建议等级。请秘书处先提出建议。"),
    "vote.proposal_changed": gettext_noop("建议等级在您打开之后有了变动。请看现在的建议，再表决。"),
    "resolve.given_already": gettext_noop("本项已经审定，不能再改建议或表决。"),
    "resolve.quorum": gettext_noop("表决人数不足：已有 %(voted)s 人表决，至少需要 %(needed)s 人。"),
    "resolve.not_as_voted": gettext_noop("要记录的等级与表决结果不一致。请按表决结果记录，或请审定专家重新表决。"),
    "resolve.public_already": gettext_noop("名单已经公示，不能再更正等级。请通过异议或撤销办理。"),
    "sign_off.not_asked": gettext_noop("本方案不需要指导单位会签。"),
    "sign_off.given_already": gettext_noop("“%(body)s”已经对这份名单会签过。名单变动后才能再次会签。"),
    "sign_off.missing": gettext_noop("以下指导单位还没有同意这份名单：%(bodies)s。请等会签齐全。"),
    "list.changed": gettext_noop("名单在您打开之后有了变动。请刷新页面，核对新名单后再办。"),
    "list.empty": gettext_noop("名单是空的，没有可以会签的成果。"),
    "notice.opened_already": gettext_noop("这次公示已经开始过，不能再开。"),
    "notice.no_days": gettext_noop("方案没有规定公示天数，不能开始公示。请先在方案中写明。"),
    "notice.unresolved": gettext_noop("还有 %(count)s 项成果没有审定。全部审定后才能公开名单。"),
    "notice.empty": gettext_noop("没有已审定的成果可以公示。"),
    "notice.still_open": gettext_noop("公示到 %(closes_at)s 才结束，不能提前结束。"),
    "objection.outside_period": gettext_noop("异议只在公示期内受理，公示到 %(closes_at)s（北京时间）。"),
    "objection.not_heard_here": gettext_noop("本方案没有异议环节。"),
    "objection.without_name": gettext_noop("请填写您的真实姓名；姓名只有秘书处看得到。"),
    "objection.without_contact": gettext_noop("请填写联系方式，以便秘书处核实。"),
    "objection.without_grounds": gettext_noop("请写明异议的内容与理由。"),
    "objection.too_long": gettext_noop("异议内容超过 %(limit)s 字，请缩短，其余放进证明材料。"),
    "objection.without_evidence": gettext_noop("请附上必要的证明材料。"),
    "objection.settled_already": gettext_noop("这件异议已经办结。"),
    "objection.without_answer": gettext_noop("请写明答复和理由，提出人凭查询码可以看到。"),
    "publication.empty": gettext_noop("没有可以发布的成果。公示结束且没有未办结异议的成果才能发布。"),
    "publication.notice_open": gettext_noop("公示还没有结束，不能准备发布。"),
    "publication.same_person": gettext_noop("发布须由两个人办理：准备名单的人不能自己发布，请另一位同事复核。"),
    "publication.released_already": gettext_noop("这份名单已经发布。"),
    "certificate.none_here": gettext_noop("本方案不制发证书。"),
    "certificate.nobody_waits": gettext_noop("已发布的成果都有证书了。"),
    "certificate.revoked_already": gettext_noop("这张证书已经撤销。"),
    "forward.level": gettext_noop("这项成果的等级不在推荐“%(to)s”的范围内。"),
    "forward.chosen_already": gettext_noop("这项成果已经推荐给“%(to)s”。"),
}
