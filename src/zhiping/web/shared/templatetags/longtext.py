"""A long text on a page: paragraphs and pasted tables, every word escaped."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhiping.core.longtext import Grid, Paragraph, blocks

register = template.Library()


@register.filter
def paragraphs(text: str) -> SafeString:
    """Return what an applicant wrote or pasted as paragraphs and tables that can be scrolled by keyboard."""
    return format_html_join("\n", "{}", ((_shown(block),) for block in blocks(text)))


def _shown(block: Paragraph | Grid) -> SafeString:
    if isinstance(block, Paragraph):
        return format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in block.lines)))
    rows = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in block.rows)
    )
    return format_html(
        '<div class="tablewrap" tabindex="0" role="region" aria-label="{}" data-more="{}"><table class="pasted"><tbody>{}'
        "</tbody></table></div>",
        _("表格"),
        _("右侧还有内容，可左右滑动"),
        rows,
    )
