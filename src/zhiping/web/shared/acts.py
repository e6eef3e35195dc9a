"""The acts a viewer may do on a case now: the permission table decides, each with its consequence in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.permissions.words import Field as F
from zhiping.core.permissions.words import Verb as V


@dataclass(frozen=True, slots=True)
class Act:
    """A button on the case page: which right it needs, where it leads, what it says and what follows."""

    verb: V
    field: F
    href_name: str
    label: str
    consequence: str


ACTS = (
    Act(
        V.EDIT,
        F.CONTENT,
        "applicant:draft",
        gettext_noop("填写申报材料"),
        gettext_noop("随时保存；提交前都可以修改。"),
    ),
    Act(
        V.ENDORSE,
        F.ENDORSEMENT,
        "unit:endorse",
        gettext_noop("出具单位意见"),
        gettext_noop("按评分表自评、写明意见、上传盖章页；材料再改动，意见即失效。"),
    ),
    Act(
        V.SUBMIT,
        F.CASE,
        "applicant:submit",
        gettext_noop("检查并提交"),
        gettext_noop("提交后材料锁定，系统给出编号、时间与内容校验码的回执。"),
    ),
    Act(
        V.RECOMMEND,
        F.RECOMMENDATION,
        "recommender:case",
        gettext_noop("评审并推荐"),
        gettext_noop("推荐后进入形式审查；也可以退回修改或不予推荐，均须写明理由。"),
    ),
    Act(
        V.SCREEN,
        F.FINDINGS,
        "secretariat:screening-case",
        gettext_noop("形式审查"),
        gettext_noop("通过后进入评审；补正须写明事项与期限；不通过须两人办理。"),
    ),
    Act(
        V.ANSWER,
        F.FINDINGS,
        "applicant:supplement",
        gettext_noop("补正材料"),
        gettext_noop("逐项回复后重新提交审查；逾期不再受理。"),
    ),
    Act(
        V.HAND_IN,
        F.ATTACHMENTS,
        "applicant:hand-in",
        gettext_noop("递交发表材料"),
        gettext_noop("仅标杆级候选成果需要递交。"),
    ),
    Act(
        V.CONSENT,
        F.STORY,
        "applicant:outcome",
        gettext_noop("证书与分享授权"),
        gettext_noop("下载证书；是否公开分享由您决定，可以撤回。"),
    ),
    Act(
        V.VOTE,
        F.VOTES,
        "committee:proposal",
        gettext_noop("审议表决"),
        gettext_noop("看一页概要后表决；审定前可以更改，其他委员看不到。"),
    ),
    Act(
        V.PROPOSE,
        F.PROPOSAL,
        "secretariat:proposal",
        gettext_noop("建议等级与审定"),
        gettext_noop("调整建议须写明理由；审定结果须与表决一致。"),
    ),
    Act(
        V.EXTEND,
        F.CASE,
        "secretariat:extension",
        gettext_noop("个别延期"),
        gettext_noop("写明理由，由另一位工作人员确认后生效；只延长这一件申报。"),
    ),
    Act(
        V.SEE,
        F.RECEIPT,
        "bundle",
        gettext_noop("打印申报材料"),
        gettext_noop("申报表和证明材料装订成一份 PDF，每页有二维码和内容指纹。"),
    ),
    Act(
        V.REVIVE,
        F.CASE,
        "revive",
        gettext_noop("恢复申报"),
        gettext_noop("回到撤回以前的环节，重新占用名额；名额被占满后不能恢复。"),
    ),
    Act(
        V.WITHDRAW,
        F.CASE,
        "withdraw",
        gettext_noop("撤回申报"),
        gettext_noop("撤回后占用的名额随即释放；进入评审以前、窗口开放期间撤回的可以恢复，此外不能再提交。"),
    ),
)


UNTOLD: Mapping[V, str] = {}


@dataclass(frozen=True, slots=True)
class ActLink:
    """An act as the template shows it."""

    label: str
    consequence: str
    href: str
    weighs: bool


def acts_for(application_id: int, may: Callable[[V, F], bool], told: Mapping[V, str] = UNTOLD) -> list[ActLink]:
    """Return the acts that the table grants this viewer, in the order of the journey; heavy ones last and quiet.

    Args: told: what follows from an act in this very case, in place of the sentence for all.
    """
    found = []
    for act in ACTS:
        if not may(act.verb, act.field):
            continue
        try:
            href = reverse(act.href_name, args=[application_id])
        except NoReverseMatch:
            continue
        consequence = told.get(act.verb) or _(act.consequence)
        found.append(ActLink(_(act.label), consequence, href, act.verb is V.WITHDRAW))
    return found
