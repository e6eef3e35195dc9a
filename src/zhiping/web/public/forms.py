"""What the public may send."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.zip"


class ObjectionForm(forms.Form):
    """An objection under the real name."""

    name = forms.CharField(
        label=_("您的姓名（实名）"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    unit = forms.CharField(label=_("所在单位（可不填）"), max_length=120, required=False)
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=120,
        required=False,
        help_text=_("手机或电子邮件；只有秘书处看得到，不会告诉被提出异议的一方，也不会公开。"),
    )
    grounds = forms.CharField(
        label=_("异议内容与理由"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 8, "data-counter": "5000"}),
        help_text=_("请写明对哪一点有异议、事实和依据，最多 5000 字。"),
    )
    evidence = forms.FileField(
        label=_("证明材料"),
        required=False,
        help_text=_("PDF、图片或 Word，不超过 20 MB。"),
        widget=forms.ClearableFileInput({"accept": ACCEPT}),
    )


class StatusForm(forms.Form):
    """The code an objector was given."""

    code = forms.CharField(
        label=_("查询码"),
        max_length=24,
        help_text=_("提交后页面上显示过一次，形如 K7QF-3M2X-9TWD。"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class VerifyForm(forms.Form):
    """A verification code or a certificate's number."""

    code = forms.CharField(
        label=_("查验码或证书编号"),
        max_length=60,
        help_text=_("查验码印在证书二维码旁，形如 K7QF-3M2X-9TWD。"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
