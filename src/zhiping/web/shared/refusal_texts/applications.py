"""Sentences for the refusals of applications: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

TEXTS: dict[str, str] = {
    "move_not_in_graph": gettext_noop("这一步在当前阶段不能办理。请刷新页面，查看申报现在所处的阶段。"),
    "window.not_open": gettext_noop("还没有到开放时间：%(opens_at)s 起。"),
    "window.closed": gettext_noop("已于 %(closes_at)s 截止。确有特殊情况，请联系秘书处申请个别延期。"),
    "dimension.unknown": gettext_noop("请重新选择“%(dimension)s”：所选的值不在本活动方案中。"),
    "applicant.wrong_kind": gettext_noop("这一类别不接受这种申报主体。请按方案选择申报主体：%(kinds)s。"),
    "sign_up.other_team": gettext_noop(
        "这个小组还没有报名：单位报名的，本单位各小组都可以申报；小组报名的，只有该小组可以申报。请先为这个小组或本单位报名。"
    ),
    "sign_up.in_use": gettext_noop("已经以这次报名开始申报，不能撤回报名。不再申报的，请先撤回申报。"),
    "sign_up.missing": gettext_noop("本单位还没有报名这项活动。请先报名，再开始申报。"),
    "recommender.missing": gettext_noop("请选择推荐单位；没有推荐单位的，按方案选择可以走的途径。"),
    "route.not_open": gettext_noop(
        "本单位不符合这条申报途径的条件（依据 %(source)s）。请选择推荐单位，或核对单位登记信息。"
    ),
    "draft.changed_elsewhere": gettext_noop(
        "另一位填报人刚刚改动了相同的内容。您的内容没有丢失，请对照后决定保留哪一份。"
    ),
    "history.nothing_chosen": gettext_noop("请至少选择一栏，再恢复。"),
    "eligibility.unknown": gettext_noop("申报条件已更新，请刷新页面后重新作答。"),
    "eligibility.bad_answer": gettext_noop(
        "请检查申报条件“%(label)s”的回答：是或否、整年数，或 2024-06-27 这样的日期。"
    ),
    "eligibility.not_met": gettext_noop("不符合申报条件：%(label)s（%(source)s）。"),
    "eligibility.unanswered": gettext_noop("请先回答申报条件：%(label)s（%(source)s）。"),
    "form.fault": gettext_noop("申报表中“%(field)s”需要改正（%(fault)s）。"),
    "files.missing": gettext_noop("缺少材料：%(label)s（%(source)s）。请上传。"),
    "files.infected": gettext_noop("“%(name)s”中发现病毒（%(found)s）。请更换或删除这个文件后再提交。"),
    "file.kind_not_taken": gettext_noop("“%(label)s”只接受 %(kinds)s 格式，请转换后再上传。"),
    "file.too_many": gettext_noop("“%(label)s”最多 %(limit)s 个文件。请先删除一个再上传。"),
    "file.too_many_pages": gettext_noop("“%(label)s”最多 %(limit)s 页，这个文件有 %(pages)s 页。请精简后再上传。"),
    "file.too_long": gettext_noop(
        "“%(label)s”时长不超过 %(limit)s 分钟，这个视频约 %(minutes)s 分钟。请剪辑后再上传。"
    ),
    "endorsement.content_changed": gettext_noop("申报材料在您打开之后有了变动。请看现在的内容，再出具意见。"),
    "endorsement.opinion_missing": gettext_noop("请写明单位意见。"),
    "endorsement.seal_missing": gettext_noop("请上传“%(label)s”的盖章扫描件或照片。"),
    "endorsement.scores_missing": gettext_noop("请按评分表逐项自评后再出具意见。"),
    "endorsement.sheet_unread": gettext_noop(
        "没有从盖章页上读出识别码。请在光线充足处正对纸面重新拍照；确认无误的，勾选“我确认”后再出具意见，秘书处会看到这一情况。"
    ),
    "endorsement.seal_unseen": gettext_noop(
        "盖章页上没有看到红色印章。请检查是否已盖章、照片是否清楚；确认无误的，勾选“我确认”后再出具意见，秘书处会看到这一情况。"
    ),
    "sheet.foreign": gettext_noop("这不是本平台的意见表：上面的识别码不是本平台的。请下载意见表，打印、盖章后再上传。"),
    "sheet.forged": gettext_noop(
        "意见表上的识别码不是本平台生成的，或已被改动。请重新下载意见表，打印、盖章后再上传。"
    ),
    "sheet.other_case": gettext_noop("这张意见表属于另一件申报，或是另一种文书。请上传本件申报的意见表。"),
    "sheet.other_version": gettext_noop(
        "这张意见表针对第 %(version)s 版，申报内容之后有改动。请重新下载意见表，打印、盖章后再上传。"
    ),
    "sheet.signature_broken": gettext_noop("PDF 在 %(signer)s 签章之后被改动过，签章无效。请重新签章后再上传。"),
    "word.no_form": gettext_noop("这项活动的通知没有附申报表，不能导出 Word。请直接在网页上填写。"),
    "word.missing": gettext_noop("请先选择填写好的 Word 申报表。"),
    "word.not_docx": gettext_noop("只接受 .docx 格式的 Word 文件。请用 Word 或 WPS 另存为 .docx 后再上传。"),
    "word.other_form": gettext_noop("没有认出申报表的栏目。请使用从这里下载的 Word 申报表。"),
    "word.stale": gettext_noop("读取的内容已失效。请重新上传 Word 申报表。"),
    "bundle.changed": gettext_noop("装订期间申报内容有改动。请重新装订。"),
    "paper.draft": gettext_noop("这是提交之前打印的草稿，不能作为纸质件。请申报方重新下载、打印。"),
    "paper.unread": gettext_noop(
        "没有认出这个码：没有扫全，或者它不是本平台申报材料上的码。请对准每页页脚的二维码再扫一次，或照页脚上的字输入。"
    ),
    "paper.other_paper": gettext_noop("这不是装订好的申报材料，而是另一种文书。请扫描申报材料每页页脚的二维码。"),
    "paper.not_asked": gettext_noop("这项活动不要求纸质件，无须登记。"),
    "paper.other_version": gettext_noop(
        "纸质件是第 %(version)s 版，现在的申报内容是第 %(current)s 版。请申报方重新打印。"
    ),
    "paper.all_here": gettext_noop("这件申报要求的 %(copies)s 份纸质件已全部登记。"),
    "endorsement.missing": gettext_noop("单位还没有出具意见。请通知单位管理员自评、盖章、出具意见。"),
    "endorsement.outdated": gettext_noop("单位意见是针对第 %(version)s 版出具的，之后材料有改动。请单位重新出具意见。"),
    "certificate.unconfirmed": gettext_noop("请核对证书上将要写的内容，并勾选确认；内容有改动的，须重新确认。"),
    "extension.in_the_past": gettext_noop("延期的时间必须晚于现在。"),
    "extension.same_person": gettext_noop("延期须由另一位工作人员确认，不能自己确认自己的申请。"),
    "extension.confirmed_already": gettext_noop("这项延期已经确认过了。"),
    "quota.two_per_unit": gettext_noop(
        "每个单位申报成果不超过 %(at_most)s 个（%(source)s），名额已被占用：%(cases)s。"
    ),
    "quota.two_per_unit_and_recommender": gettext_noop(
        "推荐单位对每个单位推荐不超过 %(at_most)s 个（%(source)s），已推荐：%(cases)s。"
    ),
    "quota.one_of_each_category": gettext_noop(
        "推荐单位对每个单位的每种类型只能推荐 %(at_most)s 个（%(source)s），已推荐：%(cases)s。"
    ),
    "quota.any": gettext_noop("名额规定至多 %(at_most)s 个（%(source)s），名额已被占用：%(cases)s。"),
    "score.missing": gettext_noop("“%(item)s”还没有评分。"),
    "score.unknown_item": gettext_noop("评分表中没有“%(item)s”这一项，请刷新页面。"),
    "score.wrong_kind": gettext_noop("“%(item)s”的评分格式不对，请填写数字。"),
    "score.below_zero": gettext_noop("“%(item)s”的得分不能小于 0。"),
    "score.above_maximum": gettext_noop("“%(item)s”的得分超过满分 %(maximum)s。"),
    "score.off_step": gettext_noop("“%(item)s”的得分须为 %(step)s 的整数倍。"),
    "score.outside_bands": gettext_noop("“%(item)s”的百分比不在评分档内，可以填写：%(bands)s。"),
}
