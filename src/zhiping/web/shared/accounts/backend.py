"""Who is signed in, read once a request together with what the guard asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend

from zhiping.accounts import queries
from zhiping.web.shared.accounts.sessions import read_along

if TYPE_CHECKING:
    from zhiping.accounts.models import User


class OneQueryBackend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """Sign-in as allauth does it; the user of a session comes with `has_second_factor`, so that no page asks again."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active person of a session, or None."""
        found = read_along(user_id) or queries.of_session(user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
