"""The rows of a list of cases are written in Python; nothing that anybody typed becomes markup."""

from __future__ import annotations

from zhiping.web.shared.templatetags.lists import case_rows, options


def test_what_was_typed_stays_text_and_leads_to_its_case() -> None:
    row = {
        "pk": 12,
        "title": 'die "neue" <Methode>',
        "href": "/cases/12/",
        "state_class": "wait",
        "cells": [
            ("number", "编号", ""),
            ("title", "成果<名称>", '"><script>alert(1)</script>'),
            ("state", "状态", "评审中"),
        ],
    }

    assert case_rows([row]) == (
        '<tr><td class="pick"><input type="checkbox" name="rows" value="12"'
        ' aria-label="选择 die &quot;neue&quot; &lt;Methode&gt;"></td>'
        '<td class="whole" data-label="编号"><a href="/cases/12/">—</a></td>'
        '<td class="titled" data-label="成果&lt;名称&gt;"><a href="/cases/12/">'
        "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</a></td>"
        '<td data-label="状态"><span><span class="state state--wait">评审中</span></span></td></tr>'
    )


def test_what_a_select_offers_stays_text_and_one_is_chosen() -> None:
    assert options([("", "<全部>", False), (7, '"甲" & 乙', True)]) == (
        '<option value="">&lt;全部&gt;</option><option value="7" selected>&quot;甲&quot; &amp; 乙</option>'
    )
