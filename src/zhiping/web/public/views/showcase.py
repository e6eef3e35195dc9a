"""Stories of published outcomes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from zhiping.showcase import queries
from zhiping.web.public import presenting
from zhiping.web.shared.http import Request

PAGE = 20


def showcase(request: Request) -> HttpResponse:
    """Search the stories by words, edition and level."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "edition", "level")}
    found = queries.stories(words=asked["q"], edition_key=asked["edition"], level=asked["level"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    editions = queries.editions_told()
    context = {
        "asked": asked,
        "page": page,
        "stories": presenting.stories(page.object_list),
        "editions": editions,
        "levels": presenting.levels_of(editions),
    }
    return render(request, "public/showcase.html", context)


def story(request: Request, story_id: int) -> HttpResponse:
    """Tell one story."""
    [shown] = presenting.stories([queries.story(story_id)])
    return render(request, "public/story.html", {"story": shown})
