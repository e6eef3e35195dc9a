"""What the office fills in at the formal check."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.core.definition.citing import cite
from zhiping.core.definition.schema import Definition
from zhiping.core.definition.vocabulary import Party
from zhiping.web.shared.phases import in_language


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class AgainForm(forms.Form):
    """What is still missing after an answer."""

    text = forms.CharField(
        label=gettext_lazy("仍须补正的问题（告知申报单位）"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class PassForm(forms.Form):
    """A remark on passing, none needed."""

    reason = forms.CharField(
        label=gettext_lazy("说明（可不填）"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class FailForm(ReasonForm):
    """Why a case does not pass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("不通过的理由（告知申报单位）")


class SetAsideForm(ReasonForm):
    """Why a proposed refusal is not confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("不确认的理由（记入日志）")


class FindingForm(forms.Form):
    """Something a person found, with the clause."""

    wording = forms.ChoiceField(label=gettext_lazy("常用措辞"), required=False)
    text = forms.CharField(
        label=gettext_lazy("发现的问题"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("不填时用所选的常用措辞，要点、条款和材料也随它。"),
    )
    item = forms.ChoiceField(label=gettext_lazy("审查要点"), required=False)
    clause = forms.CharField(
        label=gettext_lazy("依据（条款）"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("不填时用审查要点的条款。"),
    )
    file_rule = forms.ChoiceField(
        label=gettext_lazy("须补交的材料"),
        required=False,
        help_text=gettext_lazy("选定后，补正时上传的文件归入这一项材料；原有的份数已满时替换最早的一份。"),
    )
    blocking = forms.BooleanField(label=gettext_lazy("不解决不能通过"), required=False, initial=True)

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {item.id: cite(definition, item.source) for item in definition.screening}
        self.wordings = {text.id: text for text in definition.finding_texts}
        named = [(item.id, in_language(item.label, item.label_en)) for item in definition.screening]
        texts = [(label, self._under(item)) for item, label in named if self._under(item)]
        self.fields["wording"].choices = [("", _("不用")), *texts]  # type: ignore[attr-defined]
        if not texts:
            del self.fields["wording"]
        self.fields["item"].choices = [("", _("其他")), *named]  # type: ignore[attr-defined]
        files = [(r.id, in_language(r.label, r.label_en)) for r in definition.files if r.by == Party.APPLICANT]
        self.fields["file_rule"].choices = [("", _("不涉及材料")), *files]  # type: ignore[attr-defined]

    def _under(self, item_id: str) -> list[tuple[str, str]]:
        """Return the wordings of a point of the checklist, as people read them."""
        texts = (text for text in self.wordings.values() if text.item == item_id)
        return [(text.id, in_language(text.text, text.text_en)) for text in texts]

    def told(self) -> dict[str, Any]:
        """Return what the action takes: what is left empty comes from the wording chosen, the clause from the item.

        Words are written into the ledger in Chinese, whoever writes them.
        """
        given = self.cleaned_data
        usual = self.wordings.get(given.get("wording", ""))
        item = given["item"] or (usual.item if usual else "")
        return {
            "text": given["text"] or (usual.text if usual else ""),
            "item_id": item,
            "clause": given["clause"] or self.sources.get(item, ""),
            "file_rule": given["file_rule"] or (usual.file if usual else ""),
            "blocking": given["blocking"],
        }


class SupplementForm(forms.Form):
    """Until when the findings chosen must be mended."""

    due_at = forms.DateTimeField(
        label=gettext_lazy("补正期限（北京时间，到点即止）"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    )


def usual_due(at: datetime, days: int) -> str:
    """Return the usual end of a supplement: that many days on, at the end of office hours."""
    day = timezone.localtime(at) + timedelta(days=days)
    return day.replace(hour=17, minute=0, second=0).strftime("%Y-%m-%dT%H:%M:%S")
