"""Messages of screening: what happened, what to do, until when."""

from __future__ import annotations

from datetime import datetime

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "screening.passed": Template(
        subject="形式审查通过：{title}",
        body="“{title}”（{edition}）已通过形式审查，进入评审。",
        subject_en="Formal check passed: {title}",
        body_en="“{title}” ({edition}) has passed the formal check and goes to review.",
        facts={"title": str, "edition": str},
    ),
    "screening.supplement_requested": Template(
        subject="请于{due_at}前补正：{title}",
        body=("“{title}”（{edition}）需要补正：\n{items}\n请在{due_at}前逐项补正并重新提交；逾期不再受理。"),
        subject_en="Please supplement by {due_at}: {title}",
        body_en=(
            "“{title}” ({edition}) needs to be supplemented:\n"
            "{items}\n"
            "Please answer each point and submit again before {due_at}; later answers cannot be taken."
        ),
        facts={"title": str, "edition": str, "items": str, "due_at": datetime},
    ),
    "screening.supplement_answered": Template(
        subject="补正已提交：{title}",
        body="申报人已提交“{title}”（{edition}）的补正，请复核。",
        subject_en="Supplement handed in: {title}",
        body_en="The applicant has answered the supplement request of “{title}” ({edition}). Please check again.",
        facts={"title": str, "edition": str},
    ),
    "screening.not_passed": Template(
        subject="形式审查不通过：{title}",
        body="“{title}”（{edition}）未通过形式审查。理由：{reason}",
        subject_en="Formal check not passed: {title}",
        body_en="“{title}” ({edition}) has not passed the formal check. Reason: {reason}",
        facts={"title": str, "edition": str, "reason": str},
    ),
    "screening.supplement_reminder": Template(
        subject="提醒：请于{due_at}前补正：{title}",
        body="“{title}”（{edition}）还有以下各项没有补正：\n{items}\n请在{due_at}前逐项补正并重新提交；逾期不再受理。",
        subject_en="Reminder: please supplement by {due_at}: {title}",
        body_en=(
            "“{title}” ({edition}) still waits for these points to be supplemented:\n"
            "{items}\n"
            "Please answer each point and submit again before {due_at}; later answers cannot be taken."
        ),
        facts={"title": str, "edition": str, "items": str, "due_at": datetime},
    ),
    "screening.shared_out": Template(
        subject="分给您{count}项形式审查：{edition}",
        body="{by}分给您{count}项“{edition}”的形式审查，请及时办理。",
        subject_en="{count} formal checks are yours: {edition}",
        body_en="{by} gave you {count} formal checks of “{edition}”.",
        facts={"edition": str, "count": int, "by": str},
    ),
    "screening.supplement_overdue": Template(
        subject="补正逾期：{title}",
        body="“{title}”（{edition}）未在{due_at}前补正，已转回形式审查，由秘书处按方案处理。",
        subject_en="Supplement overdue: {title}",
        body_en="“{title}” ({edition}) was not supplemented by {due_at} and is back with the secretariat for the formal check.",
        facts={"title": str, "edition": str, "due_at": datetime},
    ),
}
