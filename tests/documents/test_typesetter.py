"""The typesetter itself, as it works in its own process; and that it works in no other."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from tests.documents.sheets import AT, SHEETS
from zhiping.core.errors import RuleViolation
from zhiping.documents import ports, queries
from zhiping.documents.actions import typeset
from zhiping.documents.rules import typesetting

FONTS = [str(folder) for folder in queries.font_folders()]
SEEN = f"""
import sys, django
from datetime import datetime, UTC
django.setup()
from zhiping.documents.actions import typeset
made = typeset("receipt", {SHEETS["receipt"]!r}, at=datetime(2022, 8, 1, tzinfo=UTC))
print(made[:5].decode(), {{"typst"}} & set(sys.modules))
"""


def _set(template: str, data: object) -> bytes:
    page = str(queries.TEMPLATES / f"{template}.typ")
    words = io.BytesIO(json.dumps(data).encode())
    return typesetting.document(words, template=page, fonts=FONTS, at=int(AT.timestamp()))


def test_data_become_a_pdf() -> None:
    assert _set("receipt", SHEETS["receipt"]).startswith(b"%PDF-")


def test_what_it_cannot_set_it_complains_of_in_words() -> None:
    assert _set("receipt", SHEETS["receipt"] | {"facts": 7}) == b"type integer has no method `map`"


def test_it_names_the_faces_it_finds() -> None:
    assert set(json.loads(typesetting.families(io.BytesIO(), fonts=FONTS))) >= set(queries.FACES)


def test_a_process_that_has_a_document_set_never_loads_it() -> None:
    done = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, check=True, text=True)

    assert done.stdout == "%PDF- set()\n"


def test_a_document_that_takes_more_than_any_real_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "MEMORY", 1024 * 1024)

    with pytest.raises(RuleViolation) as refused:
        typeset("receipt", SHEETS["receipt"], at=AT)

    assert (refused.value.code, queries.fonts_present()["Zhiping Song"]) == ("document.not_set", False)


def test_a_template_that_cannot_take_its_data_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="type integer has no method"):
        typeset("receipt", SHEETS["receipt"] | {"facts": 7}, at=AT)
