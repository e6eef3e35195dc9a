"""Generated documents are current."""

from __future__ import annotations

import pytest

from tests.architecture.river import ROOT
from zhiping.config import documents


@pytest.mark.parametrize("name", sorted(documents.FILES))
def test_a_generated_document_says_what_the_code_says(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")

    assert written == documents.FILES[name](), f"run: zhiping documents (writes {name})"


def test_the_journey_names_the_act_that_opens_an_edition() -> None:
    assert "| `open_edition` | Freeze a definition into an edition and open it" in documents.journey()
