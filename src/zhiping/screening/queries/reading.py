"""What the formal check is on: the case as somebody read it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, OuterRef, Q, Subquery

from zhiping.applications.models import Application, Version
from zhiping.core.as_read import told


def as_read(application_ids: Collection[int]) -> dict[int, str]:
    """Return, for each case, what tells it as it stands from how it stood before and may have been read; one query.

    It is another one after other content or files, after a supplement, even of words alone, and after any finding made
    or closed: whoever passes a case passes what is remarked of it, too.
    """
    last = Version.objects.filter(application=OuterRef("pk")).order_by("-number").values("content_hash")[:1]
    found = Application.objects.filter(pk__in=application_ids).annotate(
        version=Subquery(last),
        made=Count("findings"),
        closed=Count("findings", Q(findings__closed_at__isnull=False)),
    )
    rows = found.order_by().values_list("pk", "state_since", "version", "made", "closed")
    return {pk: told(*standing) for pk, *standing in rows}
