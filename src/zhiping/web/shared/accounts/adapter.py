"""What the accounts library leaves to us: a person's name, a mail host that fails, secrets at rest."""

from __future__ import annotations

import base64
import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts belong to persons with one name; a silent mail host is told, not thrown."""

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: object, commit: bool = True) -> object:  # noqa: FBT001, FBT002 -- the library's signature
        """Take the name and the language of the page along."""
        user.name = form.cleaned_data["name"]  # type: ignore[attr-defined]
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)  # type: ignore[attr-defined]
        return super().save_user(request, user, form, commit=commit)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: object) -> HttpResponse:
        """Show the pages in the language the person chose in the account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,  # type: ignore[attr-defined]
            samesite="Lax",
            secure=request.is_secure(),
        )
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send a mail of the account itself at once; say so when the mail host does not answer.

        These mails carry keys, so that they never lie in the outbox. Known and unknown addresses get a mail
        alike, so that a failure tells nothing about an account.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("account mail not sent: %s", type(error).__name__)
            raise ImmediateHttpResponse(render(self.request, "account/mail_fault.html", status=503)) from error


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The shared secrets of second factors lie encrypted in the database."""

    def get_totp_issuer(self) -> str:
        """Return how the authenticator app calls us."""
        return str(settings.ASSOCIATION)

    def encrypt(self, text: str) -> str:
        """Encrypt with a key derived from the installation's private key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt what `encrypt` made."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    derive = HKDF(SHA256(), 32, salt=None, info=b"zhiping second factor v1")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.PRIVATE_KEY.encode())))
