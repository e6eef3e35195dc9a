"""The tool that compiles the English texts and finds missing ones."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from zhiping.config import translations
from zhiping.config.translations import Text

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PAGE = """{% load i18n %}{# 说明 #}
<h1>{% translate "待办" %}</h1>
<p>{% blocktranslate with n=count %}共 {{ n }} 件{% endblocktranslate %}</p>
{{ case.title|default:_("未命名") }}
"""
CODE = '''from django.utils.translation import gettext as _, ngettext, pgettext
"""一句说明不是文本"""
a = _("保存")
b = ngettext("%(n)s 项", "%(n)s 项", 2)
c = pgettext("动词", "申报")
d = _("English")
'''


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small source tree with one page, one module and an empty catalogue."""
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    for name, text in {"web/templates/page.html": PAGE, "web/views.py": CODE, translations.CATALOGUES: HEADER}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def translate(source: Path, *entries: str) -> Path:
    po = source / translations.CATALOGUES
    po.write_text(HEADER + "\n\n".join(entries) + "\n", encoding="utf-8")
    return po


def test_missing_english_is_named_with_its_place(source: Path) -> None:
    assert translations.missing() == [
        Text("web/templates/page.html:2", "待办"),
        Text("web/templates/page.html:3", "共 %(n)s 件"),
        Text("web/templates/page.html:4", "未命名"),
        Text("web/views.py:3", "保存"),
        Text("web/views.py:4", "%(n)s 项", counts=True),
        Text("web/views.py:5", "申报", "动词"),
    ]


def test_a_text_with_its_english_is_not_missing_but_an_empty_or_fuzzy_one_is(source: Path) -> None:
    translate(
        source,
        'msgid "待办"\nmsgstr "To do"',
        'msgid "保存"\nmsgstr ""',
        '#, fuzzy\nmsgid "未命名"\nmsgstr "Untitled"',
        'msgid "申报"\nmsgstr "Application"',
        'msgctxt "动词"\nmsgid "申报"\nmsgstr "Apply"',
        'msgid "%(n)s 项"\nmsgid_plural "%(n)s 项"\nmsgstr[0] "%(n)s item"\nmsgstr[1] "%(n)s items"',
        'msgid "共 %(n)s 件"\nmsgstr "%(n)s in all"',
    )

    assert [text.msgid for text in translations.missing()] == ["未命名", "保存"]


def test_compiling_writes_what_gettext_reads_and_only_when_it_changed(source: Path) -> None:
    po = translate(source, 'msgid "待办"\nmsgstr "To do"')
    mo = po.with_suffix(".mo")

    assert (translations.compile_all(), translations.compile_all()) == ([mo], [])
    with mo.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("待办") == "To do"

    translate(source, 'msgid "待办"\nmsgstr "Tasks"')
    os.utime(po, ns=(mo.stat().st_mtime_ns + 1, mo.stat().st_mtime_ns + 1))
    assert translations.compile_all() == [mo]


def test_an_english_text_with_other_placeholders_is_wrong(source: Path) -> None:
    translate(source, 'msgid "共 %(n)s 件"\nmsgstr "%(count)s in all"')

    assert translations.faulty() == [f"{translations.CATALOGUES}: 共 %(n)s 件"]


def test_two_catalogues_that_disagree_are_wrong(source: Path) -> None:
    translate(source, 'msgid "待办"\nmsgstr "To do"')
    other = source / "web" / translations.CATALOGUES
    other.parent.mkdir(parents=True)
    other.write_text(HEADER + 'msgid "待办"\nmsgstr "Tasks"\n', encoding="utf-8")

    assert translations.faulty() == [f"web/{translations.CATALOGUES}: 待办: otherwise in {translations.CATALOGUES}"]


def test_chinese_outside_a_translation_is_found_but_not_in_comments(source: Path) -> None:
    (source / "web/templates/bare.html").write_text('{% translate "待办" %}\n<b>草稿</b>{# 注 #}\n', encoding="utf-8")

    assert translations.unwrapped() == ["web/templates/bare.html:2: <b>草稿</b>"]
