"""Data of one document of each kind, at its longest."""

from __future__ import annotations

from datetime import UTC, datetime

AT = datetime(2022, 8, 1, 2, tzinfo=UTC)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FACTS = [["成果名称", "研究半导体洁净室粒子在线预警新方法"], ["小组成员", "王𬭚、陈㛃、欧阳建国"]]
HEAD = {"association": "市质量协会", "edition": "2022年上海市质量管理小组活动", "number": "QC2022-0123"}
URL = "https://zhiping.example.org/verify/K7QF3M2X9TWD/"

CODE = "ZP-B-9-2-9F86D081884C7D65-K7Q2M4N6P5R3S2TB"

SHEETS: dict[str, dict[str, object]] = {
    "official_form": {
        **HEAD,
        "title": ["2024 年卓越管理创新成果", "申 报 表"],
        "version": "2",
        "content_hash": HASH,
        "cover": [["申报方向", "■ 组织\n□ 单项"], ["申报单位", "张江芯源微电子有限公司（盖章）"]],
        "sections": [
            {
                "label": "一、基本情况",
                "note": "按登记填写",
                "rows": [
                    [
                        {"id": "name", "kind": "text", "label": "姓名", "hint": "", "text": "王𬭚"},
                        {"id": "post", "kind": "text", "label": "职务", "hint": "", "text": "组长"},
                        {"id": "photo", "kind": "photo", "label": "照片", "hint": "两寸", "text": ""},
                    ],
                    [{"id": "story", "kind": "long_text", "label": "经历", "hint": "", "text": "一段\n二段"}],
                ],
                "tables": [{"columns": ["名称", "时间"], "lines": [], "numbered": True}],
            },
        ],
        "opinions_label": "二、推荐意见",
        "opinions": [{"label": "本单位推荐意见", "text": "同意"}],
    },
    "blank_form": {
        **HEAD,
        "title": "成果申报表",
        "facts": [["课题类型", "□ 问题解决型　□ 创新型"]],
        "sections": [
            {
                "label": "成果与小组",
                "note": "按登记填写",
                "rows": [
                    [{"label": "成果名称*", "hint": "不超过 30 字", "kind": "text", "text": ""}],
                    [
                        {"label": "组长", "hint": "", "kind": "text", "text": ""},
                        {"label": "是否跨部门", "hint": "", "kind": "yes_no", "text": "□ 是　□ 否"},
                    ],
                    [{"label": "现状调查", "hint": "", "kind": "long_text", "text": ""}],
                ],
                "tables": [{"label": "成员*", "hint": "至多 15 行", "columns": ["姓名", "分工"], "empty": 4}],
            }
        ],
        "opinions": [{"label": "本单位推荐意见"}],
        "notes": ["本表供填报前准备使用。"],
        "digest": HASH,
    },
    "blank_scorecard": {
        **HEAD,
        "title": "问题解决型课题成果评分表",
        "facts": [["成果名称", ""], ["申报单位", ""]],
        "columns": ["评价项目", "评价要点", "满分", "得分"],
        "widths": [3.2, 5.4, 0.9, 0.9],
        "rows": [
            {"depth": 0, "cells": ["选题", "理由是否充分", "15", ""]},
            {"depth": 1, "cells": ["目标", "", "5", ""]},
        ],
        "total": ["合计", "", "15", ""],
        "bands": [["0%～5%", "没有系统的方法"]],
        "comment": True,
        "notes": ["评分项目依据：《准则》附录B。"],
        "digest": HASH,
    },
    "bundle": {
        **HEAD,
        "version": "2",
        "content_hash": HASH,
        "draft": False,
        "facts": FACTS,
        "sections": [
            {
                "label": "三、近三年获奖情况",
                "rows": [
                    {"label": "获奖情况", "columns": ["名称", "时间"], "lines": [["质量信得过班组", "2021年"]]},
                    {"label": "组织性质", "text": "市场主体"},
                    {"label": "成果内容", "text": "从组织方向、运行、结果三方面总结。" * 40},
                ],
            },
        ],
        "evidence": [{"label": "证实性材料", "name": "数据.xlsx", "pages": 0, "note": "另附电子文件"}],
        "evidence_pages": 0,
        "qr": CODE,
    },
    "bundle_pages": {
        **HEAD,
        "version": "2",
        "content_hash": HASH,
        "draft": True,
        "pages": 2,
        "first": 3,
        "total": 4,
        "qr": CODE,
    },
    "certificate": {
        **HEAD,
        "title": "成果评价证书",
        "title_en": "Certificate of evaluation",
        "code": "K7QF-3M2X-9TWD",
        "recipient": "微尘QC小组",
        "recipient_note": "张江芯源微电子有限公司",
        "statement": "在2022年上海市质量管理小组活动成果评价中，经推荐、形式审查、专家评审、审定与公示，",
        "level": "标杆级",
        "facts": FACTS,
        "use": ["使用本评价结果须注明评价年度（2022年）及成果类别（创新型）。"],
        "issued_on": "2022年8月1日",
        "verify_url": URL,
        "qr": URL,
    },
    "receipt": {
        **HEAD,
        "submitted_at": "2022年5月6日 10:32:07",
        "content_hash": HASH,
        "facts": FACTS,
        "files": [["成果报告.pdf", "3.2 MB", HASH]],
    },
    "opinion": {
        **HEAD,
        "version": "2",
        "content_hash": HASH,
        "facts": FACTS,
        "scores": [["选题", "15", "13.5"], ["效果", "20", "18"]],
        "total": "31.5",
        "opinion": "同意推荐。",
        "qr": f"QC2022-0123/2/{HASH[:16]}",
    },
    "published_list": {
        **HEAD,
        "title": "关于公布2022年上海市质量管理小组活动评价结果的通知",
        "paragraphs": ["共有1项成果通过评价，其中标杆级1项，现予公布。"],
        "groups": [{"heading": "制造", "columns": ["序号", "成果名称"], "rows": [["1", "提高地铁车门一次调试合格率"]]}],
        "list_hash": HASH,
        "dated": "2022年8月1日",
    },
    "table_sheet": {
        **HEAD,
        "title": "成果评审汇总表",
        "facts": [["推荐单位", "市仪器仪表行业协会"], ["评委", "5 位"]],
        "columns": ["序号", "成果名称", "评委评分", "平均分"],
        "widths": [4, 18, 20, 6],
        "rows": [["1", "研究半导体洁净室粒子在线预警新方法", "张评委 88.5；李评委 90", "89.25"]] * 40,
        "digest": HASH,
        "notes": ["本表版式由平台生成。"],
        "signers": ["负责人（签字）", "推荐单位（盖章）"],
        "flipped": True,
        "qr": f"qc-circle/2022/review_summary/{HASH[:16]}",
    },
}
