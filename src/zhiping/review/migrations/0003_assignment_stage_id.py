"""Where a case is judged, so that access ends with the round."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F


def rounds_are_named_as_their_stages(apps: object, _editor: object) -> None:
    """Every shipped edition names a round as its stage."""
    apps.get_model("review", "Assignment").objects.update(stage_id=F("round_id"))  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("review", "0002_roundresult_visit_requested")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField(
            "assignment",
            "stage_id",
            models.CharField(
                default="", help_text="the state in which the case is judged; access ends with it", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.RunPython(rounds_are_named_as_their_stages, migrations.RunPython.noop),
    ]
