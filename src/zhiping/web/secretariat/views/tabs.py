"""The tabs of an edition at the decision desk."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

TABS = (
    ("secretariat:proposals", gettext_noop("审定")),
    ("secretariat:notice-desk", gettext_noop("公示")),
    ("secretariat:objections", gettext_noop("异议")),
    ("secretariat:publication", gettext_noop("发布")),
    ("secretariat:certificates", gettext_noop("证书")),
    ("secretariat:stories", gettext_noop("在线分享")),
)


def tabs(here: str) -> dict[str, object]:
    """Return what the tabs' template needs."""
    return {"tabs": [(name, _(label)) for name, label in TABS], "here": here}
