"""Messages of review: what happened, what to do, until when."""

from __future__ import annotations

from datetime import datetime

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "review.assigned": Template(
        subject="有{count}份材料待您评审",
        body="{edition}“{round}”已分配{count}份材料给您，请在{due_at}前完成评分。如与申报单位有利害关系，请先回避。",
        subject_en="{count} applications await your review",
        body_en="{count} applications of {edition}, “{round}”, have been assigned to you; please score them before {due_at}. If you have a tie to an applicant, recuse yourself first.",
        facts={"edition": str, "round": str, "count": int, "due_at": datetime},
    ),
    "review.assigned_without_date": Template(
        subject="有{count}份材料待您评审",
        body="{edition}“{round}”已分配{count}份材料给您，请尽快评分。如与申报单位有利害关系，请先回避。",
        subject_en="{count} applications await your review",
        body_en="{count} applications of {edition}, “{round}”, have been assigned to you; please score them soon. If you have a tie to an applicant, recuse yourself first.",
        facts={"edition": str, "round": str, "count": int},
    ),
    "review.recused": Template(
        subject="专家回避：{name}",
        body="{name} 申请回避“{title}”（{edition}），请重新分配。",
        subject_en="An expert recuses: {name}",
        body_en="{name} recuses from “{title}” ({edition}). Please assign somebody else.",
        facts={"name": str, "title": str, "edition": str},
    ),
}
