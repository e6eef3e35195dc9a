"""/healthz: this process answers. /readyz: what the installation lacks, by name."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiping.config import readiness


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process is alive; asks nobody else, so that a slow database does not restart the site."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Name what is missing.

    503 when something essential is missing; with `?strict=1`, for monitoring, when anything is.
    """
    found = readiness.checks(settings.HOME)
    missing = [check for check in found if not check.ok]
    failed = [check for check in missing if check.essential or request.GET.get("strict") == "1"]
    status = "failed" if any(check.essential for check in missing) else "degraded" if missing else "ok"
    body = {
        "status": status,
        "checks": [{"name": c.name, "ok": c.ok, "zh": c.zh, "en": c.en} for c in found],
    }
    return JsonResponse(
        body,
        status=HTTPStatus.SERVICE_UNAVAILABLE if failed else HTTPStatus.OK,
        json_dumps_params={"ensure_ascii": False},
    )
