"""Import slow libraries when they are first used: a web server that only shows pages never pays for them."""

from __future__ import annotations

import importlib
from typing import Any


class Later:
    """Stands for a module until one of its names is asked for. Type checkers see the real module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._name), name)
