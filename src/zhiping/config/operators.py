"""The first account of an installation: its operator, who then appoints the others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiping.accounts.models import OfficeRole, User
from zhiping.config.problem import Problem
from zhiping.core.permissions.actor import Actor
from zhiping.journal import actions as journal


@transaction.atomic
def create_operator(*, username: str, name: str, email: str, password: str, by: Actor, at: datetime) -> User:
    """Create a person who operates the platform, for whoever holds its console.

    Side effects in order: User row; OfficeRole row; journal entry.
    Args: password: already checked against the password rules.
    Raises: Problem when the user name is taken.
    """
    if User.objects.filter(username=username).exists():
        raise Problem(f"用户名 {username} 已被使用：请换一个。", f"The user name {username} is taken: choose another.")
    user = User.objects.create_user(username=username, email=email, password=password, name=name)
    OfficeRole.objects.create(user=user, office=OfficeRole.Office.OPERATOR, granted_at=at)
    journal.write("accounts.create_operator", subject=f"user:{user.pk}", by=by, at=at, username=username)
    return user
