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
    "file.has_attachment": gettext_noop("PDF 中夹带了其他文件。请去掉附件，用“打印为 PDF”重新生成后再上传。"),
    "file.polyglot": gettext_noop("文件中藏有另一种格式的内容，不予接收。请用常用软件重新导出后再上传。"),
    "file.bomb": gettext_noop("文件展开后过大，不予接收。请压缩图片或拆分文件后再上传。"),
    "file.too_large": gettext_noop("文件超过 %(limit_mb)s MB。请压缩或拆分后再上传。"),
    "photo.too_small": gettext_noop(
        "照片不够清晰：所选部分为 %(width)s×%(height)s 像素，至少需要 %(least_width)s×%(least_height)s。请换一张更大的照片，或少放大一些。"
    ),
    "file.infected": gettext_noop("文件中发现病毒（%(found)s），不予接收。请在本机查杀后，从原稿重新生成文件再上传。"),
    "file.waits_for_scan": gettext_noop("文件正在等待病毒扫描，扫描通过后即可下载。请稍后再试。"),
    "upload.bad_mark": gettext_noop("浏览器没有说明要上传哪个文件。请刷新页面，重新选择文件。"),
    "upload.too_many": gettext_noop("您有 %(limit)s 个文件还没有传完。请先传完或放弃其中一个。"),
    "upload.no_room": gettext_noop("服务器磁盘空间不足，暂时收不下这个文件。已传的部分仍在，请稍后再试或联系秘书处。"),
    "upload.damaged": gettext_noop("这一段在途中损坏，没有接收。会自动重传。"),
    "upload.elsewhere": gettext_noop("已收到的部分到第 %(offset)s 字节为止。请从那里接着传。"),
    "upload.changed": gettext_noop("收到的内容与您选择的文件不一致：文件可能在上传途中被改动。请重新选择文件上传。"),
}
