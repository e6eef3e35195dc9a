"""What we ask beyond the accounts library's own fields."""

from __future__ import annotations

import unicodedata

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHORTEST, LONGEST = 2, 60


class SignupForm(forms.Form):
    """The person's name, first of all fields."""

    field_order = ("name", "email", "username", "password1", "password2")
    name = forms.CharField(
        label=gettext_lazy("姓名"),
        max_length=LONGEST,
        help_text=gettext_lazy("与身份证件一致；将出现在申报材料与证书上。"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )

    def clean_name(self) -> str:
        """Refuse a name that is none: control characters, digits alone, one letter."""
        name = unicodedata.normalize("NFC", " ".join(self.cleaned_data["name"].split()))
        if len(name) < SHORTEST or not any(c.isalpha() for c in name) or not name.isprintable():
            raise forms.ValidationError(_("请填写本人的真实姓名，至少两个字。"))
        return name

    def signup(self, request: HttpRequest, user: object) -> None:
        """Do nothing further: the adapter takes the name along."""


class SettingsForm(forms.Form):
    """How the person wants the platform to look and to write."""

    mobile = forms.RegexField(
        r"^\+?[0-9][0-9 -]{4,18}$",
        label=gettext_lazy("手机"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("选填；秘书处有急事时使用。"),
        error_messages={"invalid": gettext_lazy("请填写手机号码，例如 138 0000 0000。")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("页面与邮件的语言"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    reminder_mails = forms.BooleanField(
        label=gettext_lazy("截止前发邮件提醒我"),
        required=False,
        help_text=gettext_lazy("不选时，提醒只在站内消息中；正式通知的邮件照常发送。"),
    )
    large_type = forms.BooleanField(label=gettext_lazy("大字版：放大全部文字"), required=False)
