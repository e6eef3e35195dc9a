"""What is loaded before the web workers are forked: every page, nothing that few requests need, nothing that is shared badly."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

SEEN = """
import json, sys, threading
from zhiping.config import serving
serving._load_pages()
from django.db import connection
print(json.dumps({
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    "pages": "zhiping.web.expert.urls" in sys.modules,
    "threads": threading.active_count(),
    "connected": connection.connection is not None,
}))
"""
LARGE = {"docx", "docxtpl", "lxml", "numpy", "openpyxl", "pygal", "scipy", "segno", "typst", "xlsxwriter", "zxingcpp"}


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_page_is_loaded_but_no_large_library_that_few_requests_need(seen: dict[str, Any]) -> None:
    assert (seen["pages"], LARGE & set(seen["modules"])) == (True, set())


def test_there_is_no_thread_and_no_connection_that_a_fork_would_tear_in_two(seen: dict[str, Any]) -> None:
    assert (seen["threads"], seen["connected"]) == (1, False)
