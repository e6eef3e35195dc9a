"""What the log says of a page that ended in an error: where it broke, never what anybody typed."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator


class Places(logging.Formatter):
    """An error as the page, the kind and the way through the code.

    The address and the message of an exception are left out: a token, a name or a whole form can stand in them.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines for one record."""
        request = getattr(record, "request", None)
        page = getattr(getattr(request, "resolver_match", None), "route", "–")
        head = f"{self.formatTime(record)} {record.levelname} {getattr(request, 'method', '–')} {page}"
        return "\n".join([head, *_way(record.exc_info[1] if record.exc_info else None)])


def _way(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        yield from (f"    {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__))
        error = error.__cause__ or error.__context__
