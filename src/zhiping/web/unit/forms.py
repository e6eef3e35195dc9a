"""Forms of a unit's administrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AliasForm(forms.Form):
    """Another name the unit goes by."""

    alias = forms.CharField(label=_("别名或简称"), max_length=120, help_text=_("用于核对回避与导入历史成果。"))


class InviteForm(forms.Form):
    """A colleague invited by mail."""

    prefix = "invite"
    email = forms.CharField(label=_("同事的电子邮件"), max_length=254)
    capacity = forms.ChoiceField(
        label=_("邀请他（她）作为"),
        choices=[("applicant", _("申报人：填写申报材料")), ("unit", _("单位管理员：审核人员、出具单位意见"))],
    )
