"""The rows of the expert's list, written in Python like the office's: an expert may hold a hundred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhiping.web.shared.templatetags.zhiping import day_time

register = template.Library()


@register.filter
def seat_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Return the rows as HTML: alias, title that leads to the card, round, state, when it is due."""
    judged, stands, due = (escape(_(word)) for word in ("轮次", "状态", "截止"))
    said = _states()
    instants: dict[Any, str] = {None: "—"}
    found = []
    for row in rows:
        if row["due_at"] not in instants:
            instants[row["due_at"]] = day_time(row["due_at"])
        below = " · ".join(escape(part) for part in (row["edition"], row["unit"]) if part)
        found.append(
            f"<tr><td>{escape(row['alias'])}</td>"
            f'<td><a href="{escape(row["href"])}">{escape(row["title"] or row["alias"])}</a>'
            f'<span class="small">{below}</span></td>'
            f'<td data-label="{judged}">{escape(row["round"])}</td>'
            f'<td data-label="{stands}">{said[_stand(row)]}</td>'
            f'<td data-label="{due}">{instants[row["due_at"]]}</td></tr>'
        )
    return mark_safe("".join(found))  # noqa: S308 -- everything that anybody typed is escaped above


def _stand(row: Mapping[str, Any]) -> str:
    if row["deliberated"]:
        return "voted" if row["state"] == "done" else "vote"
    return str(row["state"])


def _states() -> dict[str, str]:
    words = {
        "vote": ("state state--wait", _("待表决")),
        "voted": ("state state--done", _("已表决")),
        "done": ("state state--done", _("已提交")),
        "begun": ("state state--wait", _("评分中")),
        "open": ("state state--wait", _("待评分")),
    }
    return {name: f'<span class="{look}">{escape(word)}</span>' for name, (look, word) in words.items()}
