"""Messages of accounts: what happened, what to do, until when."""

from __future__ import annotations

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "accounts.office_granted": Template(
        subject="您被授予职务：{office}",
        body="您现在可以“{office}”身份办理业务。首次使用前须设置两步验证。",
        subject_en="You hold an office now: {office}",
        body_en="You may act as “{office}” from now on. Two-step sign-in must be set up before its first use.",
        facts={"office": str},
    ),
    "accounts.office_ended": Template(
        subject="职务已终止：{office}",
        body="您的“{office}”职务已终止，相应权限即时失效。",
        subject_en="Your office has ended: {office}",
        body_en="Your office “{office}” has ended; its rights ended with it.",
        facts={"office": str},
    ),
}
