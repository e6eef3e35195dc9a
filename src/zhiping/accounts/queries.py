"""Ask about people and their offices."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhiping.accounts.models import BrowserSession, OfficeRole, SavedView, User
from zhiping.asking import prepared
from zhiping.core.errors import NotFound
from zhiping.core.permissions.actor import Actor, Role

STOP_REMINDERS = "accounts.stop_reminders"


def stop_token(user_id: int) -> str:
    """Return what stands in the mails of a person and lets the one who has it stop the reminders among them."""
    return signing.Signer(salt=STOP_REMINDERS).sign(str(user_id))


def offices() -> QuerySet[OfficeRole]:
    """Return the offices held now, with their people, by office and name."""
    standing = OfficeRole.objects.filter(ended_at__isnull=True, user__is_active=True)
    return standing.select_related("user").order_by("office", "body", "user__name", "pk")


def offices_held(user_id: int) -> set[tuple[str, str]]:
    """Return the (office, body) pairs that a person holds now."""
    return set(OfficeRole.objects.filter(user_id=user_id, ended_at__isnull=True).values_list("office", "body"))


def holders(office: str) -> list[int]:
    """Return the ids of the active people who hold an office now: whom a message to the office goes to."""
    return list(offices().filter(office=office).order_by("user_id").values_list("user_id", flat=True).distinct())


def find(name: str) -> User | None:
    """Return the active person with this user name or address, whatever its case."""
    people = User.objects.filter(is_active=True)
    return people.filter(username__iexact=name).first() or people.filter(email__iexact=name).first()


def office_held(office_id: int) -> OfficeRole:
    """Return one office held now. Raises: NotFound."""
    found = offices().filter(pk=office_id).first()
    if found is None:
        raise NotFound
    return found


def session_rows() -> type[BrowserSession]:
    """Return the table in which sessions are kept, for the store that writes them."""
    return BrowserSession


def session(key: str, at: datetime) -> BrowserSession | None:
    """Return the session under this key that has not run out at this real instant, with its person; one query.

    The person comes as `of_session` gives it, None where nobody is signed in.
    """
    found = _session.first(key, at)
    if found is not None and found.user is not None:
        found.user.has_second_factor = found.has_second_factor  # type: ignore[attr-defined]
    return found


@prepared
def _session(key: str, at: datetime) -> QuerySet[BrowserSession]:
    factors = Authenticator.objects.filter(user=OuterRef("user_id"))
    found = BrowserSession.objects.filter(session_key=key, expire_date__gt=at).select_related("user")
    return found.annotate(has_second_factor=Exists(factors))


def of_session(user_id: int | str) -> User | None:
    """Return the person of a session with `has_second_factor`; one query."""
    return _of_session.first(int(user_id))


@prepared
def _of_session(user_id: int) -> QuerySet[User]:
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    return User.objects.annotate(has_second_factor=Exists(factors)).filter(pk=user_id)


def views_for(actor: Actor, list_name: str) -> list[SavedView]:
    """Return the views of a list that a person keeps or a colleague of the same office shares, own ones first."""
    return _views(actor.person_id, actor.role, list_name)


@prepared
def _views(owner_id: int, office: Role, list_name: str) -> QuerySet[SavedView]:
    colleagues = OfficeRole.objects.filter(office=office.value, ended_at__isnull=True, user__is_active=True)
    shared = Q(is_shared=True, owner__in=colleagues.values("user_id"))
    found = SavedView.objects.filter(Q(owner_id=owner_id) | shared, list=list_name).select_related("owner")
    return found.annotate(is_own=Q(owner_id=owner_id)).order_by("-is_own", "name", "pk")
