"""What a recommending unit fills in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiping.core.definition.statistics import Figure, StatisticsTable
from zhiping.web.shared.phases import in_language
from zhiping.web.shared.templatetags.zhiping import points as shown_points

ACCEPT = ".pdf,.jpg,.jpeg,.png"


class OpinionForm(forms.Form):
    """The opinion on one case, or the reason why it is returned or declined."""

    points = forms.DecimalField(label=_("得分"), required=False, max_digits=7, decimal_places=2, widget=forms.TextInput)
    opinion = forms.CharField(
        label=_("意见或理由"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "data-counter": "2000"}),
        help_text=_("推荐时写推荐意见；退回或不推荐时写明理由，申报单位看得到。"),
    )
    sealed = forms.FileField(label=_("盖章页"), required=False, widget=forms.ClearableFileInput({"accept": ACCEPT}))

    def __init__(
        self, *args: Any, scores: bool, seal: Any, mean: Decimal | None, highest: Decimal, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if scores:
            self.fields["points"].label = _("得分（满分 %(highest)s）") % {"highest": shown_points(highest)}
            if mean is not None:
                told = _("不填即取评委评分的平均分 %(mean)s。") % {"mean": shown_points(mean)}
                self.fields["points"].help_text = told
        else:
            del self.fields["points"]
        if seal is None:
            del self.fields["sealed"]
        else:
            self.fields["sealed"].label = in_language(seal.label, seal.label_en)
            self.fields["sealed"].help_text = _("仅推荐时需要，PDF 或照片，不超过 %(mb)s MB。") % {
                "mb": seal.max_bytes // 1024**2
            }


class TextForm(forms.Form):
    """A precondition told in words, such as the summary of a year's activities."""

    text = forms.CharField(label=_("总结正文"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 10}))
    sealed = forms.FileField(
        label=_("盖章文件（可不传）"), required=False, widget=forms.ClearableFileInput({"accept": ACCEPT})
    )


class FiguresForm(forms.Form):
    """The edition's statistics table: the figures are typed, the rates are computed from them."""

    def __init__(self, *args: Any, table: StatisticsTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for figure in table.figures:
            self.fields[figure.id] = forms.DecimalField(
                label=_labelled(figure),
                required=False,
                help_text=in_language(figure.hint, figure.hint_en),
                widget=forms.TextInput({"inputmode": "decimal" if figure.decimals else "numeric"}),
            )
        self.fields["remark"] = forms.CharField(
            label=_("情况说明"),
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
            help_text=_("数据与通常情况相差较大时，在这里说明原因。"),
        )
        self.fields["sealed"] = forms.FileField(
            label=_("盖章文件（可不传）"), required=False, widget=forms.ClearableFileInput({"accept": ACCEPT})
        )

    def figures(self) -> dict[str, Decimal]:
        """Return what was filled in, by the figure's id."""
        typed = {figure.id: self.cleaned_data[figure.id] for figure in self.table.figures}
        return {name: number for name, number in typed.items() if number is not None}


def _labelled(figure: Figure) -> str:
    name, unit = in_language(figure.label, figure.label_en), in_language(figure.unit, figure.unit_en)
    return _("%(name)s（%(unit)s）") % {"name": name, "unit": unit} if unit else name
