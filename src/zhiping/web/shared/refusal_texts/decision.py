"""Sentences for the refusals of decision: what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop  # noqa: F401 -- for the sentences to come

TEXTS: dict[str, str] = {}
