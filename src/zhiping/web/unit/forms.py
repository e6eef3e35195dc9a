"""Forms of a unit's administrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AliasForm(forms.Form):
    """Another name the unit goes by."""

    alias = forms.CharField(label=_("别名或简称"), max_length=120, help_text=_("用于核对回避与导入历史成果。"))
