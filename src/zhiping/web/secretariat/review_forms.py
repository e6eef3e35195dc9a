"""Forms of the review desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PanelForm(forms.Form):
    """A new panel."""

    name = forms.CharField(label=_("评审组名称"), max_length=60)


class AppointForm(forms.Form):
    """An expert for a panel."""

    panel = forms.ChoiceField(label=_("评审组"))
    expert = forms.ChoiceField(label=_("专家（已接受邀请并签署承诺）"))
    is_leader = forms.BooleanField(label=_("任组长"), required=False)

    def __init__(
        self, *args: Any, panels: list[tuple[str, str]], experts: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].choices = panels  # type: ignore[attr-defined]
        self.fields["expert"].choices = experts  # type: ignore[attr-defined]


class SeedForm(forms.Form):
    """The published seed that decides between equally good assignments."""

    seed = forms.CharField(
        label=_("抽签种子"),
        max_length=80,
        help_text=_("同样合适的分配由种子决定，例如当日公布的彩票号码；会记入日志。"),
    )


class SeatByHandForm(forms.Form):
    """One case to one expert, with the reason."""

    application = forms.TypedChoiceField(label=_("成果"), coerce=int)
    expert = forms.TypedChoiceField(label=_("专家"), coerce=int)
    reason = forms.CharField(
        label=_("理由（记入日志）"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, cases: list[tuple[int, str]], experts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].choices = cases  # type: ignore[attr-defined]
        self.fields["expert"].choices = experts  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What the panel concluded on one case."""

    level = forms.ChoiceField(label=_("建议等级"), required=False)
    goes_on = forms.ChoiceField(label=_("去向"), choices=[("yes", _("进入下一环节")), ("no", _("不入选"))])
    visit_requested = forms.BooleanField(label=_("需要现场验证"), required=False)
    reason = forms.CharField(label=_("理由"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "—"), *levels]  # type: ignore[attr-defined]
