"""Forms of applicants that no definition describes: starting a draft, choosing its way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiping.applications.queries.entering import Start
from zhiping.core.definition.routes import VIRTUAL
from zhiping.web.shared.phases import in_language

NOBODY = ("", gettext_lazy("请选择"))


def way_choices(options: Start) -> list[tuple[str, Any]]:
    """Return the recommenders by kind, the virtual one and the direct ways, as one list to choose from."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    virtual = []
    for known in options.recommenders:
        if known.is_virtual:
            virtual.append((f"recommender:{known.pk}", known.label))
        else:
            kinds.setdefault(known.kind, []).append((f"recommender:{known.pk}", known.label))
    direct = [
        (f"way:{way.id}", in_language(way.label, way.label_en))
        for way in options.ways
        if way.id != VIRTUAL and way.skips_recommendation
    ]
    groups: list[tuple[str, Any]] = [(str(KINDS.get(kind, kind)), names) for kind, names in kinds.items()]
    if virtual:
        groups.append((_("没有推荐单位的会员"), virtual))
    if direct:
        groups.append((_("直接申报"), direct))
    return [("", _("请选择")), *groups]


KINDS = {
    "district": gettext_lazy("区"),
    "industry": gettext_lazy("行业"),
    "group": gettext_lazy("集团"),
    "authority": gettext_lazy("主管部门"),
    "association": gettext_lazy("协会"),
}


class WayForm(forms.Form):
    """Through whom the application goes to the office."""

    way = forms.ChoiceField(label=gettext_lazy("推荐单位或申报途径"))

    def __init__(self, *args: Any, options: Start, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = way_choices(options)  # type: ignore[attr-defined]

    def way_values(self) -> dict[str, Any]:
        """Return recommender and direct way as the actions take them."""
        kind, _colon, chosen = self.cleaned_data.get("way", "").partition(":")
        return {
            "recommender_id": int(chosen) if kind == "recommender" else None,
            "direct_route": chosen if kind == "way" else "",
        }


class SignUpForm(forms.Form):
    """For whom one signs up: the unit, or one of its teams."""

    team = forms.ChoiceField(
        label=gettext_lazy("以什么名义报名"),
        required=False,
        help_text=gettext_lazy("班组通道选小组；单位通道选本单位。没有列出的小组，请先登记。"),
    )

    def __init__(self, *args: Any, teams: Iterable[Any], signed: Collection[int | None], **kwargs: Any) -> None:
        """Name the unit and its teams. signed: those signed up already, None for the unit itself."""
        super().__init__(*args, **kwargs)
        known = [(None, _("本单位")), *((team.pk, team.name) for team in teams)]
        done = _("%(name)s（已报名）")
        self.fields["team"].choices = [  # type: ignore[attr-defined]
            (pk or "", done % {"name": name} if pk in signed else name) for pk, name in known
        ]
        self.left = [pk or "" for pk, _name in known if pk not in signed]
        self.fields["team"].initial = next(iter(self.left), "")

    def team_id(self) -> int | None:
        """Return the team chosen; None for the unit. Call once the form is valid."""
        chosen = self.cleaned_data["team"]
        return int(chosen) if chosen else None


class StartForm(WayForm):
    """For whom, in which category and domain, through whom."""

    field_order = ("applicant", "team", "person_name")

    def __init__(self, *args: Any, options: Start, **kwargs: Any) -> None:
        super().__init__(*args, options=options, **kwargs)
        self.options = options
        self._add_applicant(options)
        for name, values in options.definition.dimensions.items():
            known = options.definition.dimension_labels.get(name)
            label = in_language(known.label, known.label_en) if known else name
            choices = [(o.id, in_language(o.label, o.label_en)) for o in values]
            self.fields[f"d_{name}"] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        if len(self.fields["way"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["way"]
        self.order_fields(["team", "person_name", *(f"d_{n}" for n in options.definition.dimensions), "way"])

    def _add_applicant(self, options: Start) -> None:
        if "team" in options.kinds:
            teams = [("", _("请选择")), *((str(team.pk), team.name) for team in options.teams)]
            self.fields["team"] = forms.ChoiceField(
                label=_("小组"),
                choices=teams,
                required=options.kinds == {"team"},
                help_text=_("没有列出的小组，请先在“我的单位 › 小组”中登记。"),
            )
        if "person" in options.kinds:
            only = options.kinds == {"person"}
            self.fields["person_name"] = forms.CharField(
                label=_("申报人姓名"),
                max_length=60,
                required=only,
                help_text="" if only else _("仅以个人名义申报的类别填写。"),
            )

    def values(self) -> dict[str, Any]:
        """Return what was chosen as `applications.actions.start` takes it."""
        data = self.cleaned_data
        dimensions = {name: data[f"d_{name}"] for name in self.options.definition.dimensions}
        takes = self.options.definition.applicant_kinds(dimensions)
        person = data.get("person_name", "") if "person" in takes else ""
        team = data.get("team") if "team" in takes else None
        return {
            "dimensions": dimensions,
            "team_id": int(team) if team else None,
            "person_name": person,
            **self.way_values(),
        }
