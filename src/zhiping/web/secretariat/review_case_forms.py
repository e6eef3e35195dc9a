"""Forms of one case, one expert, one session at the review desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DATE = {"type": "date"}


class ReasonForm(forms.Form):
    """Why; kept in the journal."""

    reason = forms.CharField(
        label=gettext_lazy("理由（记入日志）"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )


class EnrolForm(forms.Form):
    """A person taken into the pool."""

    person = forms.CharField(label=gettext_lazy("账户（用户名或电子邮件）"), max_length=150)
    uscc = forms.CharField(
        label=gettext_lazy("现工作单位的统一社会信用代码（可不填）"), required=False, min_length=18, max_length=18
    )
    title = forms.CharField(label=gettext_lazy("职称"), required=False, max_length=60)
    fields_known = forms.MultipleChoiceField(
        label=gettext_lazy("熟悉的领域"), required=False, widget=forms.CheckboxSelectMultiple
    )
    methods = forms.CharField(
        label=gettext_lazy("熟悉的质量方法（用顿号隔开）"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("填写后视为方法专家，例如：QC 工具、六西格玛"),
    )
    max_load = forms.IntegerField(label=gettext_lazy("每轮任务上限"), min_value=1, max_value=500, initial=30)

    def __init__(self, *args: Any, fields: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_known"].choices = fields  # type: ignore[attr-defined]

    def methods_known(self) -> list[str]:
        """Return the methods one by one."""
        text = str(self.cleaned_data["methods"])
        for mark in "，,；;":
            text = text.replace(mark, "、")
        return [part.strip() for part in text.split("、") if part.strip()]


class EmploymentForm(forms.Form):
    """Where an expert works or worked."""

    organisation_name = forms.CharField(label=gettext_lazy("单位名称"), max_length=120)
    uscc = forms.CharField(
        label=gettext_lazy("统一社会信用代码（可不填）"), required=False, min_length=18, max_length=18
    )
    from_on = forms.DateField(label=gettext_lazy("开始日期"), widget=forms.DateInput(DATE))
    until_on = forms.DateField(label=gettext_lazy("结束日期（在职不填）"), required=False, widget=forms.DateInput(DATE))


class TieForm(forms.Form):
    """A tie between an expert and a unit."""

    kind = forms.ChoiceField(
        label=gettext_lazy("关系"),
        choices=[
            ("coached", gettext_lazy("辅导过")),
            ("trained", gettext_lazy("培训过")),
            ("kin", gettext_lazy("有亲属在该单位")),
        ],
    )
    tied_uscc = forms.CharField(label=gettext_lazy("单位的统一社会信用代码"), min_length=18, max_length=18)
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=200)
    on = forms.DateField(label=gettext_lazy("日期（可不填）"), required=False, widget=forms.DateInput(DATE))


class SessionForm(forms.Form):
    """A session of a panel."""

    panel = forms.TypedChoiceField(label=gettext_lazy("评审组"), coerce=int)
    name = forms.CharField(label=gettext_lazy("场次名称"), max_length=60)
    room = forms.CharField(label=gettext_lazy("地点"), required=False, max_length=60)
    starts_at = forms.DateTimeField(
        label=gettext_lazy("开始（北京时间）"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"})
    )

    def __init__(self, *args: Any, panels: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].choices = panels  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The panel's word on one case."""

    goes_on = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[("yes", gettext_lazy("进入下一环节")), ("no", gettext_lazy("不再进入"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    level = forms.ChoiceField(label=gettext_lazy("建议等级"), required=False)
    visit_requested = forms.BooleanField(label=gettext_lazy("建议现场验证"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由（改变等级须写明）"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class ByHandForm(forms.Form):
    """An expert put on a case by hand."""

    expert = forms.TypedChoiceField(label=gettext_lazy("专家"), coerce=int)
    reason = forms.CharField(label=gettext_lazy("理由（记入日志）"), required=False, max_length=300)

    def __init__(self, *args: Any, experts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].choices = experts or [("", _("没有可派的专家"))]  # type: ignore[attr-defined]


class DeclareForm(forms.Form):
    """A conflict the office knows of."""

    declared = forms.TypedChoiceField(label=gettext_lazy("专家"), coerce=int)
    why = forms.CharField(label=gettext_lazy("事由"), required=False, max_length=300)

    def __init__(self, *args: Any, experts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].choices = experts  # type: ignore[attr-defined]
