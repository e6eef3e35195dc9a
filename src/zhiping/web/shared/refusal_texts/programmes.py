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
    "import.not_a_workbook": gettext_noop(
        "这不是 xlsx 工作簿。请下载模板填写，另存为“Excel 工作簿（.xlsx）”后再上传。"
    ),
    "import.has_faults": gettext_noop("文件还有 %(count)s 处问题，没有导入。请按报告改正后重新上传。"),
    "import.register_changed": gettext_noop("检查之后名册有了变化，没有导入。请重新检查，核对结果后再导入。"),
    "import.written_already": gettext_noop("这个文件已经导入。需要再改的，请上传新的文件。"),
    "import.running": gettext_noop("正在导入，请等它完成。"),
    "import.merged": gettext_noop("%(given)s 的登记已并入“%(survivor)s”。请改用该单位的统一社会信用代码。"),
    "import.unknown_parent": gettext_noop(
        "上级单位 %(given)s 不在名册，也不在本文件。请核对代码，或在本文件中加上这个单位。"
    ),
    "import.unknown_unit": gettext_noop("%(given)s 不在名册，也不在“单位”工作表。请先在“单位”工作表中加上这个单位。"),
    "import.other_kind": gettext_noop("本年度活动没有“%(given)s”类推荐单位。请改填：%(allowed)s。"),
    "sheet.broken": gettext_noop("打不开这个工作簿。请用表格软件打开后另存为 .xlsx，再上传；加密的请先取消密码。"),
    "sheet.missing": gettext_noop("没有找到工作表“%(sheet)s”。请使用模板，不要改工作表的名称。"),
    "sheet.no_heading": gettext_noop("前 5 行中没有找到标题行，或缺少必填的列：%(columns)s。请使用模板的标题行。"),
    "sheet.no_lines": gettext_noop("工作表中没有数据。请在标题行下面逐行填写。"),
    "sheet.too_many_lines": gettext_noop("数据超过 %(limit)s 行。请分成几个文件导入。"),
    "sheet.unknown_column": gettext_noop("不认识“%(column)s”这一列。请删去这一列，或改用模板中的列名。"),
    "sheet.empty": gettext_noop("必填的单元格是空的。请补填。"),
    "sheet.too_long": gettext_noop("最多 %(limit)s 个字符，现有 %(counted)s 个。请核对后缩短。"),
    "sheet.bad_choice": gettext_noop("不能填“%(given)s”。请改填：%(allowed)s。"),
    "sheet.bad_day": gettext_noop("“%(given)s”不是日期。请写成 2024-05-01 的样子。"),
    "sheet.twice": gettext_noop("%(given)s 在第 %(other)s 行已经出现。请只保留一行。"),
    "clock.nothing_ahead": gettext_noop("这个演示活动的所有时间节点都已经过去。"),
    "clock.not_a_demo": gettext_noop("只有演示活动才有演示时钟；正式活动按真实时间进行。"),
    "clock.runs_forward_only": gettext_noop("演示时钟只能向前拨，现在显示 %(shown)s。"),
}
