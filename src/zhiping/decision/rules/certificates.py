"""What a certificate says, how it is numbered, and the code a stranger types."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from zhiping.core import stated
from zhiping.core.calendar import civil_day
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import StageKind
from zhiping.core.errors import RuleViolation

SERIAL_DIGITS = 4
LEVEL_LETTERS = {"benchmark": "B", "excellent": "E", "progress": "P", "selected": "S"}
STEPS = {
    StageKind.RECOMMENDATION: "推荐",
    StageKind.SCREENING: "形式审查",
    StageKind.ROUND: "专家评审",
    StageKind.APPROVAL: "审定",
    StageKind.NOTICE: "公示",
}


def series(definition: Definition, level: str) -> str:
    """Return the edition's number pattern with everything filled in but the serial, which counts within it."""
    pattern = definition.certificate.number if definition.certificate else "{serial}"
    letter = LEVEL_LETTERS.get(level, level[:2].upper())
    programme = "".join(part[0] for part in definition.programme.split("-")).upper()
    return (
        pattern.replace("{year}", str(definition.edition)).replace("{programme}", programme).replace("{level}", letter)
    )


def number(series_text: str, serial: int) -> str:
    """Return the certificate's number; the serial has at least four digits."""
    return series_text.replace("{serial}", f"{serial:0{SERIAL_DIGITS}d}")


def check_issued_here(definition: Definition) -> None:
    """Refuse certificates where the edition gives none. Raises: RuleViolation("certificate.none_here")."""
    if definition.certificate is None or not definition.certificate.issued:
        raise RuleViolation("certificate.none_here")


def check_revocation(reason: str, *, revoked: bool) -> None:
    """Refuse to revoke twice or without a reason.

    Raises: RuleViolation("certificate.revoked_already" | "decision.reason_missing").
    """
    if revoked:
        raise RuleViolation("certificate.revoked_already")
    if not reason.strip():
        raise RuleViolation("decision.reason_missing")


def chinese_date(at: datetime) -> str:
    """Return the Shanghai day of an instant as certificates print it."""
    day = civil_day(at)
    return f"{day.year}年{day.month}月{day.day}日"


def facts(
    definition: Definition, outcome: stated.Outcome, *, number_text: str, code: str, at: datetime
) -> dict[str, object]:
    """Return everything a certificate states, as stored, hashed and printed.

    Source: excellence-2024 附件1 第十九条 and definitions › certificate.shows, certificate.use.
    """
    certificate = definition.certificate
    recipient, note, lines = stated.on_certificate(definition, outcome)
    return {
        "title": certificate.title if certificate else "",
        "title_en": certificate.title_en if certificate else "",
        "number": number_text,
        "code": code,
        "edition": definition.title,
        "edition_key": definition.key,
        "year": definition.edition,
        "recipient": recipient,
        "recipient_note": note,
        "statement": statement(definition),
        "level": stated.level_label(definition, outcome.level),
        "facts": [list(line) for line in lines],
        "use": use_sentences(definition, outcome),
        "issued_on": chinese_date(at),
    }


def statement(definition: Definition) -> str:
    """Return the sentence before the level: which evaluation, and which steps this edition really has."""
    kinds = {stage.kind for stage in definition.stages}
    steps = [text for kind, text in STEPS.items() if kind in kinds]
    passed = "、".join(steps[:-1]) + ("与" if len(steps) > 1 else "") + steps[-1] if steps else "评价"
    what = definition.title if definition.title.endswith("评价") else f"{definition.title}成果评价"
    return f"在{what}中，经{passed}，"


def use_sentences(definition: Definition, outcome: stated.Outcome) -> list[str]:
    """Return the rules of use of this certificate: the edition's rules, and the year and category to be stated.

    Source: excellence-2024 附件1 第十九条; the sentence is ours.
    """
    rules = [rule.text.rstrip("。") for rule in definition.certificate.use] if definition.certificate else []
    category = stated.label_of(definition, "category", outcome.dimensions.get("category", ""))
    naming = f"使用时注明：{definition.edition}年" + (f"，{category}" if category else "")
    return ["；".join(rules) + "。", naming + "。"] if rules else []


def facts_hash(stated: Mapping[str, object]) -> str:
    """Return the SHA-256 of a certificate's facts as canonical JSON."""
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
