"""What an expert is asked to do: invitations and cards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhiping.experts import actions
from zhiping.experts import queries as experts
from zhiping.programmes import queries as programmes
from zhiping.review.queries import seats
from zhiping.web.expert import presenting
from zhiping.web.shared.http import Request


@login_required
def assignments(request: Request) -> HttpResponse:
    """List the expert's cards of running rounds with the progress, and the open invitations."""
    rows = [presenting.row(one) for one in seats.own_seats(request.actor)]
    scored = [row for row in rows if not row["deliberated"]]
    context = {
        "rows": rows,
        "done": sum(row["state"] == "done" for row in scored),
        "all": len(scored),
        "invitations": experts.own_invitations(request.actor),
    }
    return render(request, "expert/assignments.html", context)


@login_required
def invitation(request: Request, invitation_id: int) -> HttpResponse:
    """Accept or decline, then sign the commitment; access begins with the signature."""
    found = experts.get_invitation(request.actor, invitation_id)
    if request.method == "POST":
        who: dict[str, Any] = {"invitation_id": invitation_id, "by": request.actor, "at": programmes.now(found.edition)}
        accepts = request.POST.get("act") == "commit"
        actions.answer_invitation(accepts=accepts, **who)
        if accepts:
            actions.commit(**who)
            messages.success(request, _("谢谢。承诺已签署，分配给您的材料会出现在评审任务中。"))
        else:
            messages.success(request, _("已谢绝邀请。"))
        return redirect("expert:assignments")
    return render(request, "expert/invitation.html", {"invitation": found})
