"""The entries at the top of each role's pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext_noop, pgettext_lazy
from django.utils.translation import gettext as _

from zhiping.core.permissions.actor import Role

HOME = ("home", gettext_noop("待办"))
NAVIGATION: dict[Role, tuple[tuple[str, Any], ...]] = {
    Role.PUBLIC: (
        ("public:editions", pgettext_lazy("many", "活动")),
        ("public:notices", pgettext_lazy("many", "公示")),
        ("public:publications", gettext_noop("成果名单")),
        ("public:showcase", gettext_noop("在线分享")),
        ("public:verify", gettext_noop("证书查验")),
    ),
    Role.APPLICANT: (HOME, ("applicant:applications", gettext_noop("我的申报"))),
    Role.UNIT: (
        HOME,
        ("unit:applications", gettext_noop("本单位申报")),
        ("unit:people", gettext_noop("人员与小组")),
    ),
    Role.RECOMMENDER: (
        HOME,
        ("recommender:applications", gettext_noop("推荐")),
        ("recommender:ranking", gettext_noop("比较与排序")),
        ("recommender:summary", gettext_noop("总结与统计")),
        ("recommender:package", gettext_noop("整套报送")),
    ),
    Role.EXPERT: (HOME, ("expert:assignments", gettext_noop("评审任务"))),
    Role.SECRETARIAT: (
        HOME,
        ("secretariat:applications", gettext_noop("申报")),
        ("secretariat:screening", gettext_noop("形式审查")),
        ("secretariat:review", gettext_noop("评审")),
        ("secretariat:decision", gettext_noop("审定与发布")),
        ("secretariat:statistics", gettext_noop("统计")),
        ("secretariat:editions", gettext_noop("方案")),
        ("secretariat:organisations", pgettext_lazy("many", "单位")),
        ("secretariat:offices", gettext_noop("职务")),
    ),
    Role.COMMITTEE: (HOME, ("committee:proposals", gettext_noop("审定"))),
    Role.GUIDING: (HOME, ("committee:lists", gettext_noop("审定名单"))),
    Role.OPERATOR: (HOME, ("secretariat:offices", gettext_noop("职务")), ("secretariat:mails", gettext_noop("邮件"))),
}


ELSEWHERE: dict[Role, dict[str, str]] = {
    Role.RECOMMENDER: {"recommender:scores-import": "recommender:ranking"},
    Role.SECRETARIAT: {
        "recommender:case": "secretariat:screening",
        "recommender:scores-": "secretariat:editions",
        "recommender:scores": "secretariat:screening",
        "recommender:": "secretariat:editions",
        "secretariat:pre-approval": "secretariat:screening",
        "secretariat:paper-copies": "secretariat:screening",
        "secretariat:complaint": "secretariat:screening",
        "secretariat:invitations": "secretariat:organisations",
        "secretariat:bulk": "secretariat:applications",
    },
}
"""Pages whose address is not below the entry that leads to them: how their names begin, and the entry's name; the first counts."""


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry: its text, its address, whether the page stands under it."""

    label: str
    href: str
    current: bool


def entries(request: HttpRequest) -> list[NavigationEntry]:
    """Return the entries of the capacity that asks."""
    actor = getattr(request, "actor", None)
    role = actor.role if actor else Role.PUBLIC
    found, under = _entries(role, get_language(), get_script_prefix()), _under(request, role)
    return [
        NavigationEntry(label, href, name == under if under else request.path.startswith(href))
        for name, label, href in found
    ]


def _under(request: HttpRequest, role: Role) -> str:
    """Return the name of the entry that a page stands under although its address does not; "" for any other page."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return next((entry for name, entry in ELSEWHERE.get(role, {}).items() if here.startswith(name)), "")


@lru_cache
def _entries(role: Role, _language: str | None, _prefix: str) -> list[tuple[str, str, str]]:
    return [(name, _(label), reverse(name)) for name, label in NAVIGATION[role]]
