"""Forms about units of the register, for those who enter one and for the office that corrects it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiping.organisations.actions.register import Profile
from zhiping.web.shared.uploads import sent

NATURES = [
    ("", _("请选择")),
    ("market_entity", _("市场主体（企业等）")),
    ("public_institution", _("事业单位")),
    ("authority", _("机关")),
    ("quasi_authority", _("参公单位")),
    ("social_organisation", _("社会组织")),
    ("other", _("其他")),
]
OWNERSHIPS = [
    ("", _("不适用")),
    ("state_owned", _("在沪央企、国有企业")),
    ("private", _("民营企业")),
    ("foreign", _("外商企业")),
    ("sole_trader", _("个体工商户")),
    ("cooperative", _("农民专业合作社")),
]
SIZES = [("", _("请选择")), ("large", _("大型")), ("medium", _("中型")), ("small", _("小微型"))]
REGIONS = [("shanghai", _("在本市登记注册")), ("elsewhere", _("不在本市登记注册"))]


class ProfileForm(forms.Form):
    """What the register knows of a unit; conditions of applying and direct ways are read from it."""

    nature = forms.ChoiceField(label=_("组织性质"), choices=NATURES)
    ownership = forms.ChoiceField(
        label=_("市场主体类型"),
        choices=OWNERSHIPS,
        required=False,
        help_text=_("部分活动允许外商、民营企业直接申报，以此为准。"),
    )
    size = forms.ChoiceField(label=_("组织规模"), choices=SIZES, required=False)
    industry = forms.CharField(label=_("所属行业"), max_length=40, required=False)
    region = forms.ChoiceField(label=_("登记地"), choices=REGIONS)
    district = forms.CharField(label=_("所在区"), max_length=20, required=False, help_text=_("例如：浦东新区"))
    founded_on = forms.DateField(
        label=_("成立日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_specialised = forms.BooleanField(label=_("经认定的“专精特新”中小企业"), required=False)
    is_association_member = forms.BooleanField(label=_("市质量协会会员"), required=False)

    def profile(self) -> Profile:
        """Return what was entered, once the form is valid."""
        return Profile(**{name: self.cleaned_data[name] for name in ProfileForm.base_fields})


class RegisterForm(ProfileForm):
    """A unit that is not on the register yet."""

    field_order = ("uscc", "name")
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        help_text=_("18 位，见营业执照或登记证书；可以直接粘贴，空格不影响。"),
    )
    name = forms.CharField(label=_("单位名称"), max_length=120, help_text=_("与登记证书一致的全称，将用于证书和公示。"))


class JoinForm(forms.Form):
    """Asking a registered unit to let oneself stand for it."""

    uscc = forms.CharField(label=_("单位的统一社会信用代码"), max_length=40)
    capacity = forms.ChoiceField(
        label=_("以什么身份加入"),
        widget=forms.RadioSelect,
        choices=[
            ("applicant", _("申报人：填写申报材料")),
            ("unit", _("单位管理员：审核人员、出具单位意见")),
            ("recommender", _("推荐单位经办人：推荐成果（由秘书处审核）")),
        ],
    )

    def values(self) -> dict[str, Any]:
        """Return what was entered, once the form is valid."""
        return dict(self.cleaned_data)


class ClaimForm(forms.Form):
    """Claiming to administer a registered unit; the office decides."""

    uscc = forms.CharField(label=_("单位的统一社会信用代码"), max_length=40)
    statement = forms.CharField(
        label=_("认领说明"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("您在单位的部门和职务、办公电话，以及由您管理的理由（例如原管理员已离职）。"),
    )
    evidence = forms.FileField(
        label=_("盖章的授权书（选填，PDF 或照片，不超过 10 MB）"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def values(self) -> dict[str, Any]:
        """Return what was entered as `organisations.actions.claim` takes it, once the form is valid."""
        return {**self.cleaned_data, "evidence": sent(self.cleaned_data["evidence"])}


class TeamForm(forms.Form):
    """A team of the unit."""

    name = forms.CharField(label=_("小组名称"), max_length=60)
    registration = forms.CharField(
        label=_("注册登记号"),
        max_length=40,
        required=False,
        help_text=_("小组在本单位或质协注册时得到的编号；没有的可以不填。"),
    )
