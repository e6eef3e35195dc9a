"""Messages of organisations: what happened, what to do, until when."""

from __future__ import annotations

from datetime import datetime

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "organisations.membership_asked": Template(
        subject="请审核：{name} 申请加入本单位",
        body="{name} 申请以“{capacity}”身份加入{organisation}。请核实后同意或不同意。",
        subject_en="Please decide: {name} asks to join your unit",
        body_en="{name} asks to join {organisation} as “{capacity}”. Please check and decide.",
        facts={"name": str, "organisation": str, "capacity": str},
    ),
    "organisations.claimed": Template(
        subject="有人认领本单位：{name}",
        body="{name} 申请认领“{organisation}”，成为单位管理员，由秘书处审核。如不属实，请尽快告知秘书处。",
        subject_en="Somebody claims your unit: {name}",
        body_en="{name} claims to administer {organisation}; the office will decide. If this is wrong, tell the office.",
        facts={"name": str, "organisation": str},
    ),
    "organisations.invited": Template(
        subject="{who} 邀请您加入质量提升活动平台",
        body="{who} 邀请您以“{capacity}”身份办理业务。请在{expires_at}前打开下面的链接，"
        "用本邮件地址（{email}）注册或登录后接受。链接只能用一次；不认识对方的，不用理会。",
        subject_en="{who} invites you",
        body_en="{who} invites you to act as “{capacity}”. Open the link above before {expires_at}, sign up or in with "
        "this address ({email}), and accept. The link works once; ignore this mail if you do not know the sender.",
        facts={"who": str, "capacity": str, "expires_at": datetime, "email": str},
    ),
    "organisations.invitation_accepted": Template(
        subject="{name} 已接受邀请",
        body="{name} 已接受邀请，可以以“{capacity}”身份办理业务。",
        subject_en="{name} has accepted",
        body_en="{name} has accepted your invitation and acts as “{capacity}” now.",
        facts={"name": str, "capacity": str},
    ),
    "organisations.membership_approved": Template(
        subject="您已加入{organisation}",
        body="{organisation} 已同意您以“{capacity}”身份办理业务。",
        subject_en="You have joined {organisation}",
        body_en="{organisation} has agreed that you act for it as “{capacity}”.",
        facts={"organisation": str, "capacity": str},
    ),
    "organisations.team_proposed": Template(
        subject="请审核小组：{team}",
        body="{organisation} 有成员登记了小组“{team}”。请核实后同意或不同意；同意后该小组才能报名和申报。",
        subject_en="Please decide about a team: {team}",
        body_en="A member of {organisation} has entered the team “{team}”. It can apply when you have agreed.",
        facts={"team": str, "organisation": str},
    ),
    "organisations.membership_ended": Template(
        subject="您在{organisation}的身份已终止",
        body="您在{organisation}的“{capacity}”身份已终止。如有疑问，请联系该单位管理员。",
        subject_en="You no longer act for {organisation}",
        body_en="Your capacity “{capacity}” at {organisation} has ended. If in doubt, ask the unit's administrator.",
        facts={"organisation": str, "capacity": str},
    ),
    "organisations.membership_refused": Template(
        subject="{organisation} 未同意您的申请",
        body="{organisation} 未同意您以“{capacity}”身份加入。理由：{reason}",
        subject_en="{organisation} has not agreed",
        body_en="{organisation} has not agreed that you join as “{capacity}”. Reason: {reason}",
        facts={"organisation": str, "capacity": str, "reason": str},
    ),
    "organisations.merged": Template(
        subject="重复登记已合并：{duplicate}",
        body="秘书处已把“{duplicate}”并入“{survivor}”。理由：{reason}\n人员、小组和申报今后都在“{survivor}”名下办理；名额合并计算。有误的，请联系秘书处撤销。",
        subject_en="Merged on the register: {duplicate}",
        body_en="The office has merged “{duplicate}” into “{survivor}”. Reason: {reason}\nPeople, teams and applications"
        " go on under “{survivor}”; quotas count both as one. If this is wrong, ask the office to undo it.",
        facts={"duplicate": str, "survivor": str, "reason": str},
    ),
    "organisations.unmerged": Template(
        subject="合并已撤销：{duplicate}",
        body="秘书处已撤销“{duplicate}”并入“{survivor}”的合并，两个单位各自办理。理由：{reason}",
        subject_en="Two units again: {duplicate}",
        body_en="The office has undone the merger of “{duplicate}” into “{survivor}”; each acts for itself again. "
        "Reason: {reason}",
        facts={"duplicate": str, "survivor": str, "reason": str},
    ),
    "organisations.approved": Template(
        subject="单位登记已通过：{organisation}",
        body="{organisation} 的登记已通过审核。您现在是该单位的管理员和申报人，可以建立小组、审核人员、开始申报。",
        subject_en="Your unit is on the register: {organisation}",
        body_en="{organisation} has been approved. You now administer it and may apply for it.",
        facts={"organisation": str},
    ),
    "organisations.refused": Template(
        subject="单位登记未通过：{organisation}",
        body="{organisation} 的登记未通过审核。理由：{reason}\n改正后可以重新登记。",
        subject_en="The entry of {organisation} was not approved",
        body_en="The entry of {organisation} was not approved. Reason: {reason}\nIt may be entered again when mended.",
        facts={"organisation": str, "reason": str},
    ),
}
