"""How far a long act is, told to who waits while its own transaction is still open."""

from __future__ import annotations

from django.db import connection


def tell_progress(import_id: int, done: int) -> None:
    """Note how many lines of an import are written, on a connection of its own: the act's own is not yet committed."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("UPDATE programmes_registerimport SET done = %s WHERE id = %s", [done, import_id])
    finally:
        beside.close()
