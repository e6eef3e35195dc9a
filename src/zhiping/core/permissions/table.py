"""The permission table (J1): every right anybody has on a case. What is not here is refused.

Code asks `may`; the page "who sees what" prints `ROWS`; the sweep test walks both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from zhiping.core.permissions.actor import Role
from zhiping.core.permissions.words import Field as F
from zhiping.core.permissions.words import Relation as Rel
from zhiping.core.permissions.words import Verb as V

DRAFT, RECOMMENDATION, SCREENING, SUPPLEMENT = "draft", "recommendation", "screening", "supplement"
ROUND, APPROVAL, NOTICE, PUBLISHED, ENDED = "round", "approval", "notice", "published", "ended"
PHASES = (DRAFT, RECOMMENDATION, SCREENING, SUPPLEMENT, ROUND, APPROVAL, NOTICE, PUBLISHED, ENDED)
AFTER_DRAFT = PHASES[1:]
AFTER_RECOMMENDATION = PHASES[2:]
RUNNING = PHASES[1:7]


@dataclass(frozen=True, slots=True)
class Row:
    """One right: this role, standing so, in these phases, may do this to these parts."""

    role: Role
    relation: Rel
    phases: tuple[str, ...]
    verb: V
    fields: tuple[F, ...]
    why: str


def _own(relation: Rel, role: Role) -> tuple[Row, ...]:
    own_parts = (F.CASE, F.CONTENT, F.IDENTITY, F.PRIVATE, F.ATTACHMENTS, F.ENDORSEMENT, F.RECEIPT)
    return (
        Row(role, relation, PHASES, V.SEE, own_parts, "申报方看得到自己提交的一切"),
        Row(role, relation, AFTER_DRAFT, V.SEE, (F.RECOMMENDATION, F.FINDINGS), "推荐与形式审查的意见要让申报方知道"),
        Row(role, relation, (NOTICE, PUBLISHED), V.SEE, (F.LEVEL,), "等级自公示起公开"),
        Row(role, relation, (PUBLISHED,), V.SEE, (F.CERTIFICATE, F.STORY), "发布后领取证书、授权分享"),
        Row(role, relation, (*RUNNING, DRAFT), V.WITHDRAW, (F.CASE,), "发布前可撤回"),
        Row(
            role, relation, (ENDED,), V.REVIVE, (F.CASE,), "进入评审以前撤回的申报在窗口开放期间可以恢复，名额重新占用"
        ),
        Row(role, relation, (PUBLISHED,), V.CONSENT, (F.STORY,), "是否公开分享由申报方决定"),
    )


def _judging(relation: Rel) -> tuple[Row, ...]:
    seen = (F.CONTENT, F.ATTACHMENTS, F.OWN_SCORECARD)
    return (
        Row(Role.EXPERT, relation, (ROUND,), V.SEE, seen, "评审只看材料和自己的评分"),
        Row(
            Role.EXPERT, relation, (ROUND,), V.SEE, (F.RESULTS, F.PROPOSAL), "会审时看合并结果与建议等级，不看各人评分"
        ),
        Row(Role.EXPERT, relation, (ROUND,), V.SCORE, (F.OWN_SCORECARD,), "评分"),
        Row(Role.EXPERT, relation, (ROUND,), V.DECLARE_CONFLICT, (F.CONFLICTS,), "主动回避(excellence-2024 第十五条)"),
        Row(Role.EXPERT, relation, (ROUND,), V.DELIBERATE, (F.PROPOSAL,), "会审评议与表决(excellence-2024 第十一条)"),
    )


ROWS: tuple[Row, ...] = (
    # the applicant and its unit
    *_own(Rel.OWN, Role.APPLICANT),
    *_own(Rel.UNIT, Role.UNIT),
    Row(Role.APPLICANT, Rel.OWN, (DRAFT,), V.EDIT, (F.CONTENT, F.ATTACHMENTS, F.PRIVATE), "截止前可修改"),
    Row(Role.APPLICANT, Rel.OWN, (DRAFT,), V.SUBMIT, (F.CASE,), "申报人提交"),
    Row(Role.UNIT, Rel.UNIT, (DRAFT,), V.SUBMIT, (F.CASE,), "单位可代小组提交"),
    Row(Role.UNIT, Rel.UNIT, (DRAFT,), V.ENDORSE, (F.ENDORSEMENT,), "单位自我评价并出具意见(qc-2020 二.2(1))"),
    Row(
        Role.APPLICANT,
        Rel.OWN,
        (SUPPLEMENT,),
        V.ANSWER,
        (F.FINDINGS, F.ATTACHMENTS),
        "按期补正(excellence-2024 第九条)",
    ),
    Row(Role.APPLICANT, Rel.OWN, (ROUND,), V.HAND_IN, (F.ATTACHMENTS,), "标杆级候选递交发表视频(qc-2022 二.4)"),
    # the recommending unit
    Row(
        Role.RECOMMENDER,
        Rel.CHOSEN_RECOMMENDER,
        AFTER_DRAFT,
        V.SEE,
        (F.CASE, F.CONTENT, F.IDENTITY, F.ATTACHMENTS, F.ENDORSEMENT, F.RECOMMENDATION),
        "推荐单位评审所推荐的成果",
    ),
    Row(Role.RECOMMENDER, Rel.CHOSEN_RECOMMENDER, (RECOMMENDATION,), V.RECOMMEND, (F.RECOMMENDATION,), "qc-2020 三.3"),
    Row(Role.RECOMMENDER, Rel.CHOSEN_RECOMMENDER, (NOTICE, PUBLISHED), V.SEE, (F.LEVEL,), "等级自公示起公开"),
    # the expert: what is assigned, blind where the edition says so, own scorecard only
    *_judging(Rel.ASSIGNED),
    *_judging(Rel.ASSIGNED_OPEN),
    Row(Role.EXPERT, Rel.ASSIGNED_OPEN, (ROUND,), V.SEE, (F.IDENTITY,), "本轮不匿名时，专家看得到申报单位"),
    # the secretariat
    Row(
        Role.SECRETARIAT,
        Rel.OFFICE,
        AFTER_DRAFT,
        V.SEE,
        tuple(f for f in F if f not in (F.PRIVATE, F.OWN_SCORECARD)),
        "秘书处组织全过程；身份证号等须说明理由另行查看",
    ),
    Row(
        Role.SECRETARIAT, Rel.OFFICE, (DRAFT,), V.SEE, (F.CASE, F.IDENTITY), "秘书处看得到谁在填报，看不到未提交的内容"
    ),
    Row(Role.SECRETARIAT, Rel.OFFICE, (DRAFT, RECOMMENDATION), V.EXTEND, (F.CASE,), "个别延期，两人办理"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (DRAFT, RECOMMENDATION), V.APPROVE_DIRECT, (F.CASE,), "确认后方可直接申报"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (RECOMMENDATION,), V.RECOMMEND, (F.RECOMMENDATION,), "虚拟推荐单位由秘书处办理"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (SCREENING, SUPPLEMENT), V.SCREEN, (F.FINDINGS,), "形式审查"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (ROUND,), V.APPOINT, (F.EXPERT_NAMES,), "聘请专家"),
    Row(Role.SECRETARIAT, Rel.OFFICE, RUNNING, V.JUDGE_CONFLICT, (F.CONFLICTS,), "认定回避"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (ROUND,), V.ASSIGN, (F.EXPERT_NAMES,), "分配评审任务"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (ROUND,), V.CONCLUDE, (F.RESULTS,), "汇总一轮评审"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (ROUND, APPROVAL), V.PROPOSE, (F.PROPOSAL,), "形成建议等级"),
    Row(
        Role.SECRETARIAT,
        Rel.OFFICE,
        (APPROVAL, NOTICE),
        V.RESOLVE,
        (F.LEVEL,),
        "记录审定结果；指导单位退回后、公示前可改",
    ),
    Row(Role.SECRETARIAT, Rel.OFFICE, (NOTICE,), V.GIVE_NOTICE, (F.LEVEL,), "公示"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (NOTICE,), V.SETTLE, (F.OBJECTIONS,), "处理异议"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (APPROVAL, NOTICE, PUBLISHED), V.PUBLISH, (F.LEVEL,), "发布，两人办理"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (PUBLISHED,), V.ISSUE, (F.CERTIFICATE,), "制发证书"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (PUBLISHED,), V.REVOKE, (F.CERTIFICATE,), "撤销证书"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (ROUND, APPROVAL, NOTICE, PUBLISHED), V.FORWARD, (F.CASE,), "择优推荐上一级"),
    Row(Role.SECRETARIAT, Rel.OFFICE, (PUBLISHED,), V.TELL, (F.STORY,), "在线分享"),
    Row(Role.SECRETARIAT, Rel.OFFICE, RUNNING, V.DISQUALIFY, (F.CASE,), "取消资格"),
    Row(Role.SECRETARIAT, Rel.OFFICE, RUNNING, V.RECEIVE, (F.CASE,), "登记收到的纸质件(excellence-2024 二(三)1)"),
    Row(Role.SECRETARIAT, Rel.OFFICE, PHASES, V.SEE, (F.COMPLAINTS, F.COMPLAINANT), "收费投诉及投诉人只有秘书处看得到"),
    Row(Role.SECRETARIAT, Rel.OFFICE, PHASES, V.HEAR, (F.COMPLAINTS,), "核查收费投诉，两人办理(qc-2020 三.4)"),
    # committee and guiding units: from approval on, never who scored what
    Row(
        Role.COMMITTEE,
        Rel.MEMBER,
        (APPROVAL, NOTICE, PUBLISHED),
        V.SEE,
        (F.CASE, F.CONTENT, F.IDENTITY, F.ATTACHMENTS, F.RESULTS, F.PROPOSAL, F.LEVEL),
        "审定专家组听取会审结果",
    ),
    Row(Role.COMMITTEE, Rel.MEMBER, (APPROVAL,), V.VOTE, (F.VOTES,), "审议表决"),
    Row(
        Role.GUIDING,
        Rel.MEMBER,
        (APPROVAL, NOTICE, PUBLISHED),
        V.SEE,
        (F.CASE, F.IDENTITY, F.PROPOSAL, F.LEVEL),
        "指导单位审定名单",
    ),
    Row(Role.GUIDING, Rel.MEMBER, (APPROVAL, NOTICE), V.SIGN_OFF, (F.LEVEL,), "指导单位审定"),
    # the public: the list in public notice, what is published, stories
    Row(Role.PUBLIC, Rel.NONE, (NOTICE, PUBLISHED), V.SEE, (F.LEVEL,), "公示与发布的名单"),
    Row(Role.PUBLIC, Rel.NONE, (PUBLISHED,), V.SEE, (F.CERTIFICATE, F.STORY), "证书查验与在线分享"),
    Row(Role.PUBLIC, Rel.NONE, (NOTICE,), V.OBJECT, (F.OBJECTIONS,), "实名提出异议(excellence-2024 第十七条)"),
    Row(Role.PUBLIC, Rel.NONE, PHASES, V.COMPLAIN, (F.COMPLAINTS,), "投诉推荐单位收费，可不署名(qc-2020 三.4)"),
)


@cache
def _rights() -> frozenset[tuple[Role, Rel, str, V, F]]:
    return frozenset(
        (row.role, row.relation, phase, row.verb, field) for row in ROWS for phase in row.phases for field in row.fields
    )


def may(role: Role, relation: Rel, phase: str, verb: V, field: F) -> bool:
    """Tell whether the table grants this. Unknown combinations are refused."""
    return (role, relation, phase, verb, field) in _rights()


def phases_for(role: Role, relation: Rel, verb: V, field: F) -> frozenset[str]:
    """Return the phases in which the right holds; list queries filter rows by it, so that lists and pages agree."""
    return frozenset(phase for phase in PHASES if may(role, relation, phase, verb, field))


def fields_seen(role: Role, relation: Rel, phase: str, fields: Iterable[F] = tuple(F)) -> frozenset[F]:
    """Return the parts of a case this person may see now."""
    return frozenset(field for field in fields if may(role, relation, phase, V.SEE, field))
