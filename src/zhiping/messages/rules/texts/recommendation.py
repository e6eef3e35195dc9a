"""Messages of recommendation: what happened, what to do, until when."""

from __future__ import annotations

from datetime import datetime

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "recommendation.received": Template(
        subject="收到待推荐的申报：{title}",
        body="{organisation}将“{title}”（{edition}）报送给你单位推荐。请在推荐期内评审并给出意见。",
        subject_en="To be recommended: {title}",
        body_en="{organisation} has sent “{title}” ({edition}) to you for recommendation. Please review it within the window.",
        facts={"title": str, "organisation": str, "edition": str},
    ),
    "recommendation.recommended": Template(
        subject="已获推荐：{title}",
        body="{recommender}已推荐“{title}”（{edition}），申报进入形式审查。",
        subject_en="Recommended: {title}",
        body_en="{recommender} has recommended “{title}” ({edition}); the formal check comes next.",
        facts={"title": str, "edition": str, "recommender": str},
    ),
    "recommendation.returned": Template(
        subject="申报被退回修改：{title}",
        body=(
            "{recommender}将“{title}”（{edition}）退回修改。理由：{reason}\n请修改后重新提交；申报期结束后不能再提交。"
        ),
        subject_en="Returned for changes: {title}",
        body_en=(
            "{recommender} has returned “{title}” ({edition}) for changes. Reason: {reason}\n"
            "Please change and submit it again before the window closes."
        ),
        facts={"title": str, "edition": str, "recommender": str, "reason": str},
    ),
    "recommendation.choose_another": Template(
        subject="请另选推荐单位：{title}",
        body="{recommender}的推荐资格已被取消。“{title}”（{edition}）现在是草稿，请在申报期内另选推荐单位，再提交。",
        subject_en="Please choose another recommending unit: {title}",
        body_en=(
            "{recommender} may no longer recommend. “{title}” ({edition}) is a draft now: please choose another "
            "recommending unit and submit it within the window."
        ),
        facts={"title": str, "edition": str, "recommender": str},
    ),
    "recommendation.recommender_disqualified": Template(
        subject="推荐资格已取消：{edition}",
        body="秘书处取消了{recommender}在{edition}中的推荐资格。理由：{reason}\n尚未推荐的申报已退回申报人，已给出的推荐意见不变。",
        subject_en="Right to recommend withdrawn: {edition}",
        body_en=(
            "The office has withdrawn the right of {recommender} to recommend in {edition}. Reason: {reason}\n"
            "What was not recommended yet went back to its applicants; opinions already given stand."
        ),
        facts={"edition": str, "recommender": str, "reason": str},
    ),
    "recommendation.way_confirmed": Template(
        subject="秘书处已确认：{title}",
        body="秘书处已确认“{title}”（{edition}）可以不经推荐单位申报。说明：{reason}\n尚未提交的，请在申报期内提交。",
        subject_en="Confirmed by the office: {title}",
        body_en=(
            "The office has confirmed that “{title}” ({edition}) may go without a recommending unit. Reason: {reason}\n"
            "If it has not been submitted yet, please submit it within the window."
        ),
        facts={"title": str, "edition": str, "reason": str},
    ),
    "recommendation.way_refused": Template(
        subject="秘书处未予确认：{title}",
        body="秘书处没有确认“{title}”（{edition}）不经推荐单位申报。理由：{reason}\n请另选推荐单位，或与秘书处联系。",
        subject_en="Not confirmed by the office: {title}",
        body_en=(
            "The office has not confirmed that “{title}” ({edition}) may go without a recommending unit. Reason: {reason}\n"
            "Please choose a recommending unit, or ask the office."
        ),
        facts={"title": str, "edition": str, "reason": str},
    ),
    "recommendation.declined": Template(
        subject="未获推荐：{title}",
        body="{recommender}未推荐“{title}”（{edition}）。理由：{reason}",
        subject_en="Not recommended: {title}",
        body_en="{recommender} has not recommended “{title}” ({edition}). Reason: {reason}",
        facts={"title": str, "edition": str, "recommender": str, "reason": str},
    ),
    "recommendation.scan_voided": Template(
        subject="盖章件失效：{sheet}",
        body="你单位在{edition}中上传的“{sheet}”盖章件已失效：之后推荐、评分或排序有改动。请重新下载、盖章、上传。",
        subject_en="Sealed sheet void: {sheet}",
        body_en=(
            "The sealed scan of “{sheet}” that your unit uploaded for {edition} is void: recommendations, points or "
            "places have changed since. Please download, seal and upload it anew."
        ),
        facts={"sheet": str, "edition": str},
    ),
    "recommendation.handed_in": Template(
        subject="推荐材料已报送：{number}",
        body="你单位在{edition}中的推荐材料已整套报送，回执编号 {number}。报送后不能再改；确需更改的，请联系秘书处退回。",
        subject_en="Package handed in: {number}",
        body_en=(
            "Your unit has handed in its whole package for {edition}; receipt {number}. It changes no more; "
            "if it must, ask the office to return it."
        ),
        facts={"edition": str, "number": str},
    ),
    "recommendation.returned_package": Template(
        subject="推荐材料被退回：{number}",
        body="秘书处退回了你单位在{edition}中的推荐材料（{number}）。理由：{reason}\n请修改后于 {until} 前重新报送。",
        subject_en="Package returned: {number}",
        body_en=(
            "The office has returned your unit's package for {edition} ({number}). Reason: {reason}\n"
            "Please mend it and hand it in again before {until}."
        ),
        facts={"edition": str, "number": str, "reason": str, "until": datetime},
    ),
    "recommendation.recommender_reinstated": Template(
        subject="推荐资格已恢复：{recommender}",
        body="秘书处恢复了{recommender}在{edition}中的推荐资格。理由：{reason}\n申报期内可以再次报送该单位推荐。",
        subject_en="Right to recommend given back: {recommender}",
        body_en=(
            "The office has given {recommender} back its right to recommend in {edition}. Reason: {reason}\n"
            "Within the window applications may be sent to it again."
        ),
        facts={"edition": str, "recommender": str, "reason": str},
    ),
    "recommendation.complaint_filed": Template(
        subject="收到收费投诉：{edition}",
        body="{edition}收到一件收费投诉，请核查。内容和投诉人只在投诉页面显示，请注意保密。",
        subject_en="Complaint about fees: {edition}",
        body_en="A complaint about fees in {edition} has come in; please look into it. Keep it confidential.",
        facts={"edition": str},
    ),
    "recommendation.finding_proposed": Template(
        subject="收费投诉待确认：{edition}",
        body="{edition}的一件收费投诉已提出结论，请另一位工作人员确认。",
        subject_en="Finding to be confirmed: {edition}",
        body_en="A finding on a complaint about fees in {edition} waits for a second officer to confirm it.",
        facts={"edition": str},
    ),
}
