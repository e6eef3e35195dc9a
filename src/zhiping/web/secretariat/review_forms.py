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


MOST_CHOICES = 400
"""A real year's round is chosen from a list."""


class SeedForm(forms.Form):
    """The published seed that decides between equally good assignments."""

    seed = forms.CharField(
        label=_("抽签种子"),
        max_length=80,
        help_text=_("同样合适的分配由种子决定，例如当日公布的彩票号码；会记入日志。"),
    )


class SeatByHandForm(forms.Form):
    """One case to one expert, with the reason; of more cases than anybody scrolls through, by its number.

    cases: id, number and title of each.
    """

    application: forms.Field = forms.TypedChoiceField(label=_("成果"), coerce=int)
    expert = forms.TypedChoiceField(label=_("专家"), coerce=int)
    reason = forms.CharField(
        label=_("理由（记入日志）"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(
        self, *args: Any, cases: list[tuple[int, str, str]], experts: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(cases) > MOST_CHOICES:
            self.fields["application"] = forms.CharField(label=_("成果编号"), max_length=40)
            self._by_number = {number: pk for pk, number, _title in cases}
        else:
            self.fields["application"].choices = [(pk, f"{number} {title}") for pk, number, title in cases]  # type: ignore[attr-defined]
        self.fields["expert"].choices = experts  # type: ignore[attr-defined]

    def clean_application(self) -> int:
        """Return the case that was chosen, or that has the number."""
        given: int | str = self.cleaned_data["application"]
        if isinstance(given, int):
            return given
        if given not in self._by_number:
            raise forms.ValidationError(_("这一轮没有编号为“%(number)s”的成果。"), params={"number": given})
        return self._by_number[given]


class DecisionForm(forms.Form):
    """What the panel concluded on one case."""

    level = forms.ChoiceField(label=_("建议等级"), required=False)
    goes_on = forms.ChoiceField(label=_("去向"), choices=[("yes", _("进入下一环节")), ("no", _("不入选"))])
    visit_requested = forms.BooleanField(label=_("需要现场验证"), required=False)
    reason = forms.CharField(label=_("理由"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "—"), *levels]  # type: ignore[attr-defined]
