"""Sentences for the refusals of experts: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "employment.ends_before_it_begins": gettext_noop("任职的结束日期早于开始日期，请改正。"),
    "expert.no_account": gettext_noop("没有找到这个账户。请对方先注册，再按用户名或电子邮件入库。"),
    "expert.unit_not_registered": gettext_noop("没有找到这个统一社会信用代码的单位，请核对，或请单位先登记。"),
    "expert.nobody_chosen": gettext_noop("请先勾选要邀请的专家。"),
    "expert.reason_missing": gettext_noop("请写明出库的理由；理由会记入日志。"),
    "expert.inactive": gettext_noop("这位专家已不在专家库中，不能邀请。"),
    "invitation.committed_already": gettext_noop("您已签署承诺。如不能参加，请联系秘书处。"),
    "invitation.not_accepted": gettext_noop("请先接受邀请，再签署保密与公正承诺。"),
}
