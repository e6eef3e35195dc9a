"""Messages of journey: what happened, what to do, until when."""

from __future__ import annotations

from datetime import datetime

from zhiping.messages.rules.templates import Template

TEXTS: dict[str, Template] = {
    "journey.window_closes": Template(
        subject="{stage}将于{closes_at}截止：{title}",
        body="“{title}”（{edition}）的“{stage}”将于{closes_at}截止，目前尚未完成。请及时办理。",
        subject_en="{stage} closes on {closes_at}: {title}",
        body_en="“{stage}” of “{title}” ({edition}) closes on {closes_at} and is not done yet.",
        facts={"title": str, "edition": str, "stage": str, "closes_at": datetime},
        official=False,
    ),
    "journey.work_closes": Template(
        subject="还有{count}件待办，{closes_at}截止",
        body="{edition}“{stage}”还有{count}件等您办理，将于{closes_at}截止。",
        subject_en="{count} to do before {closes_at}",
        body_en="{count} items of {edition}, “{stage}”, still wait for you; the stage closes on {closes_at}.",
        facts={"edition": str, "stage": str, "count": int, "closes_at": datetime},
        official=False,
    ),
    "journey.withdrawn": Template(
        subject="申报已撤回：{title}",
        body="“{title}”（{edition}）已撤回。理由：{reason}",
        subject_en="Withdrawn: {title}",
        body_en="“{title}” ({edition}) has been withdrawn. Reason: {reason}",
        facts={"title": str, "edition": str, "reason": str},
    ),
    "journey.revived": Template(
        subject="撤回的申报已恢复：{title}",
        body="“{title}”（{edition}）已恢复，回到撤回以前的环节。理由：{reason}",
        subject_en="Taken up again: {title}",
        body_en="“{title}” ({edition}) has been taken up again where it was withdrawn. Reason: {reason}",
        facts={"title": str, "edition": str, "reason": str},
    ),
    "journey.run_ended": Template(
        subject="批量办理已结束：已办理{done}项，未办理{left}项",
        body="您于{asked_at}确认的批量办理已经结束：已办理{done}项，未办理{left}项。每项的结果和未办理的理由见办理页面。",
        subject_en="Done with many at once: {done} done, {left} not",
        body_en=(
            "The act on many cases that you confirmed on {asked_at} has ended: {done} done, {left} not. "
            "Its page tells what became of each, and why."
        ),
        facts={"done": int, "left": int, "asked_at": datetime},
        official=False,
    ),
}
