"""Sentences for the refusals of decision: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "document.missing_glyph": gettext_noop(
        "文书没有生成：字体中没有“%(character)s”这个字。请联系运维人员补充字体（设置 ZHIPING_FONTS），不会用方框代替。"
    ),
}
