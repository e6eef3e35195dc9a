"""What must be true before anything is served: tables as the code wants them, static files collected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from zhiping.config import translations
from zhiping.config.problem import disk_full

# Any number will do as long as it stays: two commands that start at once take turns.
UPKEEP_LOCK = 7_124_331


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time, on whatever machine, change what all share in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPKEEP_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPKEEP_LOCK])


def is_behind() -> bool:
    """Say whether migrations are missing.

    The names of the files tell it at every start; only when one of them was never applied are all of them loaded.
    """
    if _on_disk() <= MigrationRecorder(connection).applied_migrations().keys():
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _on_disk() -> set[tuple[str, str]]:
    """Return each migration there is a file of: its app's label and its name."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[!_]*.py")
    }


def migrate() -> None:
    """Apply the migrations that are missing; two commands at once take turns.

    Raises: Problem when the disk is full.
    """
    try:
        with alone():
            if not is_behind():
                return
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        if "No space left on device" in str(error):
            raise disk_full(Path(str(connection.settings_dict["HOST"] or "PostgreSQL"))) from error
        raise


def collect_static(home: Path) -> None:
    """Collect and compress the static files if any of them changed since the last time; compile changed texts."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 -- reads the settings

    translations.compile_all()
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = home / "static" / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    with alone():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(digest.hexdigest(), encoding="ascii")
