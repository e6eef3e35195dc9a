"""Forms of a unit's administrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TeamForm(forms.Form):
    """A team of the unit."""

    name = forms.CharField(label=_("小组名称"), max_length=60)
    registration = forms.CharField(label=_("注册登记号"), max_length=40, required=False)


class AliasForm(forms.Form):
    """Another name the unit goes by."""

    alias = forms.CharField(label=_("别名或简称"), max_length=120, help_text=_("用于核对回避与导入历史成果。"))
