"""Templates are compiled once for each language, so that their constant words stand in them as plain text."""

from __future__ import annotations

from typing import Any

from django.template.loaders.cached import Loader
from django.utils.translation import get_language


class LanguageLoader(Loader):
    """Django's keeper of compiled templates, with a shelf for each language."""

    def cache_key(self, template_name: str, skip: list[Any] | None = None) -> str:
        """Return the name under which a compiled template is kept."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"
