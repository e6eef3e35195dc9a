"""Sentences for the refusals of files: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "file.empty": gettext_noop("文件是空的。请检查后重新选择文件。"),
    "file.unknown_type": gettext_noop("认不出这种文件。请上传 PDF、Word、Excel、PPT、JPG、PNG 或 MP4 文件。"),
    "file.broken": gettext_noop("文件打不开，可能已损坏。请重新导出或扫描后再上传。"),
    "file.encrypted": gettext_noop("文件有密码保护。请去掉密码后再上传，否则评审专家打不开。"),
    "file.has_script": gettext_noop("PDF 中含有脚本。请用“打印为 PDF”重新生成后再上传。"),
    "file.has_macro": gettext_noop("文件中含有宏或嵌入程序。请另存为不含宏的文件后再上传。"),
    "file.bomb": gettext_noop("文件展开后过大，不予接收。请压缩图片或拆分文件后再上传。"),
    "file.too_large": gettext_noop("文件超过 %(limit_mb)s MB。请压缩或拆分后再上传。"),
}
