"""Views of a list under a name: shown above it, kept and given up from the list's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.accounts import actions, queries
from zhiping.web.shared.doing import done, number
from zhiping.web.shared.http import Request

SAVE, DELETE = "save_view", "delete_view"


class ViewForm(forms.Form):
    """The name under which the list as it stands is kept, and for whom."""

    name = forms.CharField(label=gettext_lazy("视图名称"), required=False, max_length=40)
    shared = forms.BooleanField(label=gettext_lazy("秘书处同事也能使用"), required=False)


@dataclass
class Views:
    """The views of one list for whoever looks at it. address: the list as it stands, after the "?"."""

    request: Request
    list_name: str
    address: str

    def __post_init__(self) -> None:
        self.kept: list[dict[str, Any]] = [
            {"view": view, "is_own": view.owner_id == self.request.actor.user_id, "is_here": view.query == self.address}
            for view in queries.views_for(self.request.actor, self.list_name)
        ]
        here = next((one["view"] for one in self.kept if one["is_own"] and one["is_here"]), None)
        initial = {"name": here.name, "shared": here.is_shared} if here else {}
        sent = self.request.POST if self.request.POST.get("act") == SAVE else None
        self.form = ViewForm(sent, prefix="view", initial=initial)

    def answered(self) -> HttpResponse | None:
        """Keep or give up a view if that was asked, and lead back to the list; None where there is more to show."""
        act = self.request.POST.get("act", "")
        here = f"{self.request.path}?{self.address}"
        if act == DELETE:
            done(self.request, self._delete, _("视图已删除。"))
            return redirect(here)
        if act == SAVE and self.form.is_valid() and done(self.request, self._save, _("视图已保存。"), self.form):
            return redirect(here)
        return None

    def _save(self) -> None:
        given = self.form.cleaned_data
        actions.save_view(
            list_name=self.list_name,
            name=given["name"],
            query=self.address,
            shared=given["shared"],
            by=self.request.actor,
            at=timezone.now(),
        )

    def _delete(self) -> None:
        actions.delete_view(view_id=number(self.request, "view"), by=self.request.actor, at=timezone.now())

    def context(self) -> dict[str, Any]:
        """Return what the strip above the list shows."""
        own = [one["view"] for one in self.kept if one["is_own"]]
        return {"kept_views": self.kept, "own_views": own, "view_form": self.form, "view_address": self.address}
