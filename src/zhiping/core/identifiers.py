"""Numbers people read and type: application, certificate and verification numbers, credit codes."""

from __future__ import annotations

Id = int
