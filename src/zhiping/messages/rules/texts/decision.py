"""Messages of decision: what happened, what to do, until when."""

from __future__ import annotations

from datetime import date

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "decision.sign_off_requested": Template(
        subject="请会签：{list_title}",
        body="{edition}的“{list_title}”已经审定，请指导单位审阅并会签。",
        subject_en="Sign-off asked: {list_title}",
        body_en="“{list_title}” of {edition} has been approved; please read and sign off.",
        facts={"edition": str, "list_title": str},
    ),
    "decision.meeting_called": Template(
        subject="请参加审定：{edition}",
        body="{edition}的建议名单已经提出，请审阅并表决。",
        subject_en="Approval meeting: {edition}",
        body_en="The proposal of {edition} is ready; please read it and vote.",
        facts={"edition": str},
    ),
    "decision.on_notice": Template(
        subject="开始公示：{title}",
        body="“{title}”（{edition}）已列入公示名单，公示至{ends_on}。",
        subject_en="Public notice: {title}",
        body_en="“{title}” ({edition}) is on the public notice until {ends_on}.",
        facts={"title": str, "edition": str, "ends_on": date},
    ),
    "decision.objection_filed": Template(
        subject="收到异议：{edition}",
        body="公示期内收到一件对{edition}的实名异议，请登录办理。",
        subject_en="Objection received: {edition}",
        body_en="An objection to {edition} has been filed within the notice. Please sign in to deal with it.",
        facts={"edition": str},
    ),
    "decision.objection_settled": Template(
        subject="异议办理结果：{edition}",
        body="您对{edition}提出的异议已办结：{outcome}。理由：{reason}",
        subject_en="Your objection has been settled: {edition}",
        body_en="Your objection to {edition} has been settled: {outcome}. Reason: {reason}",
        facts={"edition": str, "outcome": str, "reason": str},
    ),
    "decision.not_selected": Template(
        subject="评价结果：{title}",
        body="感谢申报。“{title}”（{edition}）本年度未列入发布名单。",
        subject_en="Result: {title}",
        body_en="Thank you for applying. “{title}” ({edition}) is not on this year's published list.",
        facts={"title": str, "edition": str},
    ),
    "decision.published": Template(
        subject="评价结果发布：{title}（{level}）",
        body="“{title}”（{edition}）的评价结果已发布：{level}。",
        subject_en="Published: {title} ({level})",
        body_en="The result of “{title}” ({edition}) has been published: {level}.",
        facts={"title": str, "edition": str, "level": str},
    ),
    "decision.certificate_issued": Template(
        subject="证书已生成：{title}",
        body="“{title}”（{edition}）的证书已生成，编号 {number}。可登录下载，任何人可在证书查验页核对。",
        subject_en="Certificate ready: {title}",
        body_en="The certificate of “{title}” ({edition}) is ready under the number {number}. Sign in to download it; anybody can check it on the verification page.",
        facts={"title": str, "edition": str, "number": str},
    ),
}
