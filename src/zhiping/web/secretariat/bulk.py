"""Acts on many cases at once: which cases an address and a person choose, and what would become of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhiping.core.bulk import MOST
from zhiping.core.errors import RuleViolation
from zhiping.journey.actions import start_run
from zhiping.journey.queries import lists
from zhiping.screening import actions
from zhiping.screening import queries as screening
from zhiping.screening.queries import desk as desks
from zhiping.screening.rules import SHARING, BulkAct
from zhiping.web.secretariat.list_columns import Asked
from zhiping.web.shared import run_words
from zhiping.web.shared.arrival import arrived_at, at_edition
from zhiping.web.shared.confirming import Shown
from zhiping.web.shared.doing import numbers
from zhiping.web.shared.http import Request
from zhiping.web.shared.lots import NAMED, Lot, told
from zhiping.web.shared.refusal_texts import text_of

LABELS = {
    BulkAct.SHARE_OUT: gettext_noop("分派形式审查"),
    BulkAct.REASSIGN: gettext_noop("改派形式审查"),
    BulkAct.CHECK: run_words.LABELS["screening.check"],
    BulkAct.ACCEPT: run_words.LABELS["screening.accept"],
    BulkAct.REMIND: run_words.LABELS["screening.remind"],
}
CONSEQUENCES = {
    BulkAct.SHARE_OUT: gettext_noop("在所选的同事中平均分派，等待最久的先分；已有承办人的不动。同事会得到通知。"),
    BulkAct.REASSIGN: gettext_noop("不论现在由谁承办，都在所选的同事中重新平均分派。"),
    BulkAct.CHECK: gettext_noop("按审查要点自动检查每一项；发现的问题记入各项申报，不通知申报单位。"),
    BulkAct.ACCEPT: gettext_noop("进入下一环节并通知申报单位。须由人工核对的要点，请确认已经核对。"),
    BulkAct.REMIND: gettext_noop("向尚未补正的申报单位再发一次提醒，每项每天至多一次。"),
}
LISTS = {"applications": "secretariat:applications", "screening": "secretariat:screening"}


def choices() -> list[tuple[str, str, bool]]:
    """Return the acts as the options of a select."""
    return [(act.value, _(label), False) for act, label in LABELS.items()]


@dataclass
class Choice:
    """What a person chose on a list. whole: everything that the list's filter shows, else the rows ticked."""

    request: Request
    act: BulkAct
    list_name: str
    query: str
    whole: bool
    ticked: list[int]

    @classmethod
    def of(cls, request: Request) -> Choice | None:
        """Read what was sent; None where no such act or list is."""
        sent = request.POST
        act, name = sent.get("act", ""), sent.get("list", "")
        if act not in set(BulkAct) or name not in LISTS:
            return None
        whole = sent.get("all") == "1"
        return cls(request, BulkAct(act), name, sent.get("query", ""), whole, numbers(request, "rows"))

    @property
    def back(self) -> str:
        """Return the address of the list."""
        return f"{reverse(LISTS[self.list_name])}?{self.query}"

    @cached_property
    def groups(self) -> dict[Any, list[int]]:
        """Return the cases chosen by edition, those that wait longest first; what nobody may see is not among them."""
        return lists.by_edition(self.request.actor, self._ids())

    def _ids(self) -> Iterable[int]:
        if not self.whole:
            return self.ticked
        if self.list_name == "screening":
            return desks.ids(self.request.actor, QueryDict(self.query))
        return lists.ids(self.request.actor, Asked.of(QueryDict(self.query)).wanted)

    @cached_property
    def hindered(self) -> dict[int, RuleViolation]:
        """Return the cases passed by, with the reason."""
        return {
            pk: why
            for edition, ids in self.groups.items()
            for pk, why in screening.hindrances(self.act, ids, at_edition(self.request, edition)).items()
        }

    @property
    def chosen(self) -> list[int]:
        """Return every case chosen."""
        return [pk for ids in self.groups.values() for pk in ids]

    @property
    def ready(self) -> list[int]:
        """Return the cases that the act would take."""
        return [pk for pk in self.chosen if pk not in self.hindered]

    @cached_property
    def shown(self) -> Shown:
        """Return what is to be confirmed: the cases that the act would take, in that order, where it judges as they are."""
        outcome = [[pk, self.read[pk]] for pk in self.ready] if self.read else self.ready
        return Shown(self.request, f"screening.{self.act}", "", outcome)

    @cached_property
    def read(self) -> dict[int, str]:
        """Return each case that the act would take as it stands, for the act that judges it; none for acts that do not."""
        return screening.as_read(self.ready) if self.act is BulkAct.ACCEPT else {}

    @property
    def is_long(self) -> bool:
        """Tell whether a page cannot wait for it: case by case, and more cases than it takes at once."""
        return self.act not in SHARING and len(self.ready) > MOST

    def start(self) -> Any:
        """Leave it to a job, the cases that wait longest first. Returns: the run, which has a page."""
        who: dict[str, Any] = {"by": self.request.actor, "at": arrived_at(self.request)}
        return start_run(act=f"screening.{self.act}", application_ids=self.ready, read=self.read, **who)

    def run(self, officers: list[int]) -> tuple[int, Counter[str]]:
        """Do it. Returns: how many cases were done, and the reasons of those refused meanwhile, counted."""
        done, refused = 0, Counter[str]()
        for edition, ids in self.groups.items():
            ready = [pk for pk in ids if pk not in self.hindered]
            who: dict[str, Any] = {"by": self.request.actor, "at": at_edition(self.request, edition)}
            if self.act in SHARING:
                anew = self.act is BulkAct.REASSIGN
                done += len(actions.share_out(application_ids=ready, officer_ids=officers, anew=anew, **who))
                continue
            more = {"read": self.read} if self.read else {}
            outcome = RUN[self.act](application_ids=ready, **more, **who)
            done += len(outcome.done)
            refused.update(told(outcome.refused.values()))
        return done, refused


RUN: dict[BulkAct, Callable[..., Any]] = {
    BulkAct.CHECK: actions.check_all,
    BulkAct.ACCEPT: actions.pass_all,
    BulkAct.REMIND: actions.remind_all,
}


def lots(choice: Choice) -> tuple[Lot, list[Lot]]:
    """Return what the act would take, and what it would pass by, by reason, the most frequent first."""
    by_reason: dict[str, list[int]] = {}
    for pk in choice.chosen:
        if pk in choice.hindered:
            by_reason.setdefault(text_of(choice.hindered[pk]), []).append(pk)
    ready = choice.ready
    shown = [*ready[:NAMED], *(pk for ids in by_reason.values() for pk in ids[:NAMED])]
    named = lists.called(shown)
    passed_by = [Lot(why, len(ids), [named[pk] for pk in ids[:NAMED]]) for why, ids in by_reason.items()]
    taken = Lot("", len(ready), [named[pk] for pk in ready[:NAMED]])
    return taken, sorted(passed_by, key=lambda lot: -lot.count)
