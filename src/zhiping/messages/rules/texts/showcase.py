"""Messages of showcase: what happened, what to do, until when."""

from __future__ import annotations

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "showcase.promotion_asked": Template(
        subject="邀请分享：{title}",
        body="“{title}”（{edition}）入选在线分享。请确认哪些内容可以公开，并提交分享材料。",
        subject_en="Please share: {title}",
        body_en="“{title}” ({edition}) has been chosen for the online showcase. Please say what may be public and hand in the material.",
        facts={"title": str, "edition": str},
    ),
}
