"""What the committee and the guiding units say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

NO_LEVEL = "none"


class VoteForm(forms.Form):
    """One member's vote."""

    agrees = forms.ChoiceField(
        label=_("我的意见"), choices=[("yes", _("同意建议等级")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    level = forms.ChoiceField(label=_("不同意时，我认为应为"), required=False)
    reason = forms.CharField(
        label=_("理由（不同意时必填）"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: object, levels: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["level"].choices = [("", _("请选择")), *levels, (NO_LEVEL, _("不评等级"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, str]:
        """Ask for the level wanted instead, when not agreeing; the word for none becomes no level."""
        given: dict[str, str] = super().clean() or {}
        if given.get("agrees") == "no" and not given.get("level"):
            self.add_error("level", _("请选择您认为合适的等级，或选“不评等级”。"))
        return given | {"level": given.get("level", "").replace(NO_LEVEL, "")}


class SignOffForm(forms.Form):
    """A guiding unit's word on the list. for_one: the only unit for which the person may sign, "" where there is a choice."""

    body = forms.ChoiceField(label=_("代表单位"))
    verdict = forms.ChoiceField(
        label=_("会签意见"),
        choices=[("agreed", _("同意本名单")), ("returned", _("退回秘书处"))],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("意见（退回时必填）"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    list_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, bodies: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["body"].choices = [(body, body) for body in bodies]  # type: ignore[attr-defined]
        self.for_one = bodies[0] if len(bodies) == 1 else ""
        if self.for_one:
            self.fields["body"].widget = forms.HiddenInput()
            self.fields["body"].initial = self.for_one
