"""Sentences for the refusals of programmes: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "edition.disabled": gettext_noop("“%(title)s”只是模板，尚未启用。请先补全方案并启用，再开放年度活动。"),
    "edition.open_already": gettext_noop("“%(title)s”已经开放。要修改请走方案变更，不能再开放一次。"),
    "edition.archived_already": gettext_noop("这个年度活动已经归档。"),
    "edition.not_archived": gettext_noop("这个年度活动没有归档，不需要重新打开。"),
    "window.closes_before_it_opens": gettext_noop("截止时间不晚于开始时间。请改正其中一个时间。"),
    "reason.missing": gettext_noop("请写明理由；理由会记入日志。"),
    "recommender.unit_not_registered": gettext_noop(
        "名册中没有这个统一社会信用代码。请先登记该单位，再把它列为推荐单位。"
    ),
    "recommender.registered_already": gettext_noop("“%(label)s”已在本年度推荐单位名录中。"),
    "clock.nothing_ahead": gettext_noop("这个演示活动的所有时间节点都已经过去。"),
    "clock.not_a_demo": gettext_noop("只有演示活动才有演示时钟；正式活动按真实时间进行。"),
    "clock.runs_forward_only": gettext_noop("演示时钟只能向前拨，现在显示 %(shown)s。"),
}
