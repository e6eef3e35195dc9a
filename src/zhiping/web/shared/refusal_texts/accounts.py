"""Sentences for the refusals of accounts: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "office.unknown": gettext_noop("没有这个职务，请从列表中选择。"),
    "office.body_missing": gettext_noop("请写明指导单位的名称。"),
    "office.held_already": gettext_noop("此人已担任这个职务。"),
    "office.last_one": gettext_noop("这是最后一个能授予职务的人。请先授予另一人，再终止这一职务。"),
    "office.to_oneself": gettext_noop("不能给自己授予职务，请由另一位工作人员办理。"),
    "view.nameless": gettext_noop("请给这个视图起一个名字。"),
    "view.too_many": gettext_noop("每人每个列表最多保存 %(most)s 个视图，请先删除不用的。"),
    "view.too_long": gettext_noop("这样筛选的列表地址太长，记不成视图。请减少筛选的内容或选用的列，再保存。"),
    "mail.not_in_trouble": gettext_noop("这封邮件已经处理过，不必再办。"),
}
