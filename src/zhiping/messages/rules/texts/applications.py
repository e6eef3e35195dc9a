"""Messages of applications: what happened, what to do, until when."""

from __future__ import annotations

from datetime import datetime

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "applications.endorsement_requested": Template(
        subject="请出具单位意见：{title}",
        body="申报人已将“{title}”（{edition}）送请本单位审核。请核对材料、按评分表自评并出具单位意见。",
        subject_en="Your unit's opinion is asked: {title}",
        body_en="“{title}” ({edition}) has been sent to your unit. Please check the material, score it and state the unit's opinion.",
        facts={"title": str, "edition": str},
    ),
    "applications.signed_up": Template(
        subject="报名成功：{edition}",
        body="{who} 已于{at}报名“{edition}”。申报开放后即可填写材料；报名和申报都不收取任何费用。",
        subject_en="Signed up: {edition}",
        body_en="{who} has signed up for “{edition}” at {at}. The material can be filled in when applications open; nothing costs money.",
        facts={"who": str, "edition": str, "at": datetime},
    ),
    "applications.sign_up_withdrawn": Template(
        subject="报名已撤回：{edition}",
        body="{who} 对“{edition}”的报名已于{at}由{by}撤回。报名截止前可以重新报名。",
        subject_en="Sign-up withdrawn: {edition}",
        body_en="The sign-up of {who} for “{edition}” was withdrawn at {at} by {by}. Until signing up closes, it can be signed up again.",
        facts={"who": str, "edition": str, "at": datetime, "by": str},
    ),
    "applications.endorsed": Template(
        subject="单位意见已出具：{title}",
        body="本单位已为“{title}”（{edition}）出具意见。请检查后提交；提交前如再改动材料，单位意见即失效，须重新出具。",
        subject_en="Your unit has given its opinion: {title}",
        body_en="Your unit has given its opinion on “{title}” ({edition}). Please check and submit; a change of the material before that voids the opinion.",
        facts={"title": str, "edition": str},
    ),
    "applications.endorsement_declined": Template(
        subject="单位未同意申报：{title}",
        body="本单位未同意“{title}”（{edition}）的申报。理由：{reason}",
        subject_en="Your unit has not agreed: {title}",
        body_en="Your unit has not agreed to “{title}” ({edition}). Reason: {reason}",
        facts={"title": str, "edition": str, "reason": str},
    ),
    "applications.submitted": Template(
        subject="已收到申报 {number}：{title}",
        body=(
            "“{title}”（{edition}）已于{submitted_at}提交，编号 {number}。\n"
            "内容校验码：{content_hash}\n"
            "请保存此回执；进度可随时在平台查看。"
        ),
        subject_en="Received, {number}: {title}",
        body_en=(
            "“{title}” ({edition}) was submitted on {submitted_at} under the number {number}.\n"
            "Content hash: {content_hash}\n"
            "Please keep this receipt; the platform always shows where your application is."
        ),
        facts={
            "title": str,
            "edition": str,
            "number": str,
            "submitted_at": datetime,
            "content_hash": str,
        },
    ),
    "applications.copies_here": Template(
        subject="纸质件已收齐：{title}",
        body="“{title}”（{edition}）的 {copies} 份纸质件已全部收到并登记。",
        subject_en="All paper copies are here: {title}",
        body_en="All {copies} paper copies of “{title}” ({edition}) have been received.",
        facts={"title": str, "edition": str, "copies": int},
    ),
    "applications.endorsement_voided": Template(
        subject="单位意见已失效：{title}",
        body="“{title}”（{edition}）在单位出具意见之后有改动，原意见已失效。请单位重新出具意见并盖章，否则不能提交。",
        subject_en="The unit's opinion no longer stands: {title}",
        body_en="“{title}” ({edition}) was changed after the unit gave its opinion, which is void now. A new sealed opinion is needed before it can be submitted.",
        facts={"title": str, "edition": str},
    ),
    "applications.file_infected": Template(
        subject="文件中发现病毒：{name}",
        body="“{title}”中的文件“{name}”经病毒扫描发现 {found}，已停止提供下载。请在本机查杀后，从原稿重新生成文件并更换；已提交的，请联系秘书处。",
        subject_en="A virus was found in {name}",
        body_en="The virus scan found {found} in the file “{name}” of “{title}”; nobody can download it any more. Please clean your computer, make the file anew and replace it; if it is submitted already, please ask the office.",
        facts={"title": str, "name": str, "found": str},
    ),
}
