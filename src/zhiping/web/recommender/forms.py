"""What a recommending unit fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiping.recommendation import rules
from zhiping.web.shared.phases import in_language

ACCEPT = ".pdf,.jpg,.jpeg,.png"


class OpinionForm(forms.Form):
    """The opinion on one case, or the reason why it is returned or declined."""

    points = forms.DecimalField(
        label=_("得分（满分 100）"), required=False, max_digits=7, decimal_places=2, widget=forms.TextInput
    )
    opinion = forms.CharField(
        label=_("意见或理由"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 7, "data-counter": "2000"}),
        help_text=_("推荐时写推荐意见；退回或不推荐时写明理由，申报单位看得到。"),
    )
    sealed = forms.FileField(label=_("盖章页"), required=False, widget=forms.ClearableFileInput({"accept": ACCEPT}))

    def __init__(self, *args: Any, scores: bool, seal: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not scores:
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
    """The statistics table: the figures are typed, the rates are computed from them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for figure in rules.FIGURES:
            self.fields[figure.id] = forms.IntegerField(
                label=in_language(figure.label, figure.label_en),
                required=False,
                max_value=10**12,
                widget=forms.TextInput({"inputmode": "numeric"}),
            )
        self.fields["sealed"] = forms.FileField(
            label=_("盖章文件（可不传）"), required=False, widget=forms.ClearableFileInput({"accept": ACCEPT})
        )

    def figures(self) -> dict[str, int]:
        """Return what was filled in, by the figure's id."""
        return {f.id: self.cleaned_data[f.id] for f in rules.FIGURES if self.cleaned_data.get(f.id) is not None}
