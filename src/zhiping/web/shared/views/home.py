"""The home of every role: its worklist."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from zhiping.web.shared.http import Request


@login_required
def home(request: Request) -> HttpResponse:
    """Show the worklist of the capacity in use."""
    return render(request, "ui/home.html")
