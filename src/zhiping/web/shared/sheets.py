"""Tables handed out as CSV or as a workbook; no cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from zhiping.documents.rules import harmless
from zhiping.web.shared import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BATCH = 500


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """Stream rows as CSV in UTF-8 with the mark by which Excel knows it; a hundred thousand rows hold no memory."""
    response = StreamingHttpResponse(_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([harmless(cell) for cell in heading])
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """Stream rows as a workbook: what is written goes out at once, so that it begins at once and holds no memory."""
    cells = ([harmless(cell) for cell in row] for row in rows)
    parts = workbook.written([harmless(cell) for cell in heading], cells)
    response = StreamingHttpResponse(parts, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
