"""Code of a form fault → what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.definition.form import FieldFault

TEXTS = {
    "required": gettext_noop("请填写。"),
    "too_long": gettext_noop("最多 %(limit)s 字，现有 %(counted)s 字。请精简。"),
    "too_short": gettext_noop("至少 %(limit)s 字，现有 %(counted)s 字。请补充。"),
    "too_many_rows": gettext_noop("最多 %(limit)s 行，现有 %(counted)s 行。请删去多余的行。"),
    "too_few_rows": gettext_noop("至少 %(limit)s 行，现有 %(counted)s 行。请补充。"),
    "not_a_table": gettext_noop("表格没有读懂，请刷新页面后重新填写。"),
    "not_yes_or_no": gettext_noop("请选择“是”或“否”。"),
    "must_accept": gettext_noop("提交前须勾选承诺。"),
    "not_a_choice": gettext_noop("请从所列选项中选择。"),
    "not_a_number": gettext_noop("请填写数字，例如 12.5。"),
    "not_an_integer": gettext_noop("请填写整数。"),
    "out_of_range": gettext_noop("超出允许的范围%(range)s。"),
    "not_a_date": gettext_noop("请填写日期，例如 2024-06-27。"),
    "not_a_month": gettext_noop("请填写年月，例如 2024-06。"),
    "bad_phone": gettext_noop("电话号码不正确，例如 021-12345678 转 801。"),
    "bad_mobile": gettext_noop("手机号码不正确，应为 11 位。"),
    "bad_email": gettext_noop("电子邮件地址不正确，例如 name@example.com。"),
    "bad_uscc": gettext_noop("统一社会信用代码不正确，请对照营业执照逐位核对（18 位，末位为校验码）。"),
    "bad_id_number": gettext_noop("身份证号不正确，请逐位核对（18 位，末位为校验码）。"),
    "bad_postcode": gettext_noop("邮政编码应为 6 位数字。"),
    "not_a_text": gettext_noop("这里只能填写文字，请重新填写。"),
    "unknown_field": gettext_noop("申报表中没有这一栏，请刷新页面。"),
}


def sentence(fault: FieldFault) -> str:
    """Return what the person reads beside the field."""
    low, high = fault.facts.get("at_least"), fault.facts.get("at_most")
    bounds = {"low": "…" if low is None else low, "high": "…" if high is None else high}
    span = _("（%(low)s – %(high)s）") % bounds
    return _(TEXTS[fault.code]) % {**fault.facts, "range": span}


def sentences(faults: Iterable[FieldFault]) -> Mapping[str, list[str]]:
    """Return field path → the sentences for it."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.field_path, []).append(sentence(fault))
    return found
