"""Sentences for the refusals of organisations: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "identifier.credit_code": gettext_noop("统一社会信用代码“%(given)s”有误，请对照营业执照核对18位代码。"),
    "identifier.id_number": gettext_noop("居民身份证号有误，请核对18位号码。"),
    "organisation.bad_uscc": gettext_noop(
        "“%(given)s”不是有效的统一社会信用代码。请对照营业执照逐位核对：共 18 位，不含字母 I、O、S、V、Z，末位为校验码。"
    ),
    "organisation.registered_already": gettext_noop(
        "“%(name)s”（%(uscc)s）已经登记。请不要重复登记，改为申请加入该单位，由单位管理员同意。"
    ),
    "organisation.not_registered": gettext_noop("名册中没有 %(uscc)s。请核对代码；单位确未登记的，请先登记单位。"),
    "organisation.not_approved": gettext_noop("“%(name)s”的登记还在审核中，通过后才能审核人员。"),
    "organisation.approved_already": gettext_noop("“%(name)s”的登记已经通过，不能再退回。信息有误的，请更正登记信息。"),
    "name.missing": gettext_noop("请填写名称。"),
    "name.too_long": gettext_noop("名称最多 %(limit)s 个字符，现有 %(counted)s 个。请核对后缩短。"),
    "membership.unknown_capacity": gettext_noop("请选择以什么身份加入：申报人、单位管理员或推荐单位经办人。"),
    "membership.approved_already": gettext_noop("这项申请已经同意。要终止其身份，请使用“终止身份”。"),
    "membership.last_administrator": gettext_noop("您是本单位唯一的管理员。请先把管理员身份移交给他人，再离开。"),
    "claim.statement_missing": gettext_noop("请说明您在单位的职务、联系电话和认领理由，供秘书处核实。"),
    "claim.too_long": gettext_noop("认领说明最多 %(limit)s 个字符，现有 %(counted)s 个。请缩短。"),
    "invitation.bad_address": gettext_noop("“%(given)s”不是电子邮件地址。请核对后重填，一次填一个。"),
    "invitation.unit_missing": gettext_noop("请填写单位的统一社会信用代码；只有邀请专家可以不填。"),
    "invitation.member_already": gettext_noop("%(email)s 已经以这个身份代表本单位，不用邀请。"),
    "invitation.used": gettext_noop("这个邀请已经用过。每个邀请只能用一次。"),
    "invitation.withdrawn": gettext_noop("这个邀请已经撤回。如仍需要，请对方重新邀请。"),
    "invitation.expired": gettext_noop("这个邀请已经过期。请对方重新邀请。"),
    "invitation.other_address": gettext_noop(
        "这个邀请不是发给当前账户的。请用收到邀请的电子邮件注册或登录，再打开邮件中的链接。"
    ),
    "group.own_parent": gettext_noop("一个单位不能隶属于自己。请选择上级单位。"),
    "group.circle": gettext_noop("所选上级单位现在隶属于本单位，这样设置会使隶属关系循环。请先更正对方的上级单位。"),
    "merger.same": gettext_noop("请选择两个不同的登记。"),
    "merger.merged_already": gettext_noop("其中一个登记已经并入别的单位。请先撤销那次合并，或直接与合并后的单位合并。"),
    "merger.in_one_line": gettext_noop("两个登记是上下级隶属关系，不能合并。确为同一单位的，请先更正隶属关系。"),
    "merger.later_first": gettext_noop("这两个登记之后又参与了别的合并。请先撤销后一次合并。"),
    "team.approved_already": gettext_noop("小组“%(name)s”已经同意，不能再退回。"),
    "team.waiting": gettext_noop("小组“%(name)s”还在等本单位管理员同意，同意后才能报名和申报。"),
    "team.registered_already": gettext_noop("本单位已有小组“%(name)s”。请使用已有小组，或换一个名称。"),
}
