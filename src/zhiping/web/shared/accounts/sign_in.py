"""Signing in: the accounts library's form, in the order in which one types."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as LibrarysForm


class LoginForm(LibrarysForm):  # type: ignore[misc]
    """Name and password next to each other: the link for a forgotten one stands below the form, not between them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
