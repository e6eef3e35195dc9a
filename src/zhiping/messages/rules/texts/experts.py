"""Messages of experts: what happened, what to do, until when."""

from __future__ import annotations

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "experts.invited": Template(
        subject="邀请您担任评审专家：{edition}",
        body="秘书处邀请您担任{edition}的评审专家。请答复是否接受；接受时须签署保密与公正承诺。",
        subject_en="Invitation to review: {edition}",
        body_en="The secretariat invites you to review for {edition}. Please accept or decline; accepting includes a commitment to confidentiality and impartiality.",
        facts={"edition": str},
    ),
    "experts.answered": Template(
        subject="专家答复：{name}",
        body="{name} 对{edition}的评审邀请已答复：{answer}。",
        subject_en="An expert has answered: {name}",
        body_en="{name} has answered the invitation for {edition}: {answer}.",
        facts={"name": str, "edition": str, "answer": str},
    ),
}
