"""Django settings, one module for every installation; what differs comes from `environment`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from zhiping.config import keys
from zhiping.config.environment import CHECKOUT, Environment

ENV = Environment()
HOME = ENV.home
SECRET_KEY = ENV.secret_key or keys.read_or_make(HOME, "django")
PRIVATE_KEY = keys.read_or_make(HOME, "private", 32)
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
BASE_URL = ENV.base_url
ASSOCIATION = ENV.association
DEMO = ENV.demo
DEFINITIONS = ENV.definitions
FONTS = ENV.fonts

INSTALLED_APPS = [
    "zhiping.web.shared",
    "zhiping.web.public",
    "zhiping.web.applicant",
    "zhiping.web.unit",
    "zhiping.web.recommender",
    "zhiping.web.expert",
    "zhiping.web.secretariat",
    "zhiping.web.committee",
    "zhiping.journey",
    "zhiping.showcase",
    "zhiping.reporting",
    "zhiping.decision",
    "zhiping.review",
    "zhiping.screening",
    "zhiping.recommendation",
    "zhiping.applications",
    "zhiping.experts",
    "zhiping.programmes",
    "zhiping.organisations",
    "zhiping.journal",
    "zhiping.files",
    "zhiping.messages",
    "zhiping.documents",
    "zhiping.jobs",
    "zhiping.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhiping.web.public.pages_kept.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhiping.web.shared.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhiping.web.shared.accounts.sessions.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhiping.web.shared.middleware.ActorMiddleware",
    "zhiping.web.shared.accounts.guard.GuardMiddleware",
    "zhiping.web.shared.limits.LimitMiddleware",
    "zhiping.web.shared.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "zhiping.config.urls"
WSGI_APPLICATION = "zhiping.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "zhiping.web.shared.loading.LanguageLoader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiping.web.shared.context.shell",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "zhiping.web.shared.templatetags.kept",
                "zhiping.web.shared.templatetags.quick",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_ENGINE = "zhiping.asking.postgresql"
DATABASES = {
    "default": dj_database_url.parse(ENV.database_url, DATABASE_ENGINE, conn_max_age=600, conn_health_checks=True)
    if ENV.database_url
    else {"ENGINE": DATABASE_ENGINE, "NAME": "zhiping"},
}
# A connection prepares what it asks for the third time: planning the larger questions took longer than answering them.
DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 2}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "zhiping_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["zhiping.web.shared.accounts.backend.OneQueryBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "zhiping.web.shared.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "zhiping.web.shared.accounts.sign_in.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "zhiping.web.shared.accounts.forms.SignupForm"
ACCOUNT_USERNAME_MIN_LENGTH = 3
# Without a mail host nobody could confirm an address, and so nobody could sign in.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if ENV.mail_host else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = bool(ENV.mail_host)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.https else "http"
PASSWORD_RESET_TIMEOUT = 3600
# Tries are counted in the cache that all processes share; the answer to too many is 429.html.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
}
# Counted per person; without an account per address, which a whole firm may share.
RATE_LIMITS = {
    "objections": ENV.limit_objections,
    "lookups": ENV.limit_lookups,
    "searches": ENV.limit_searches,
    "exports": ENV.limit_exports,
    "documents": ENV.limit_documents,
    "uploads": ENV.limit_uploads,
    "invitations": ENV.limit_invitations,
}
MFA_ADAPTER = "zhiping.web.shared.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = not ENV.mail_host
# Staff, experts and recommenders set up a second factor before anything else; the demo relaxes it, visibly.
SECOND_FACTOR_REQUIRED = not ENV.demo
# Their sessions end after half an hour without a click, and after a working day in any case.
GUARDED_IDLE_SECONDS = 30 * 60
GUARDED_SESSION_SECONDS = 12 * 3600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [CHECKOUT / "src" / "zhiping" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
JOINED_STATIC = HOME / "joined"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "zhiping.web.shared.stylesheets.JoinedStylesheet",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(HOME / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Files on their way, apart from what is kept; on the same disk they are taken over without copying.
UPLOADS = HOME / "uploads"

# The virus scanner: "unix:/run/clamav/clamd.ctl" or "host:port"; "" where there is none.
CLAMD = ENV.clamd
FILE_SCANNER = "zhiping.integrations.clamav.Clamd"

# How long earlier states of a draft can be had again; the working copy and frozen versions stay.
KEEP_SNAPSHOTS = timedelta(days=ENV.keep_snapshots_days)

# Who judges electronic seals on PDFs, and the certificates it trusts.
SEAL_VALIDATOR = "zhiping.integrations.eseal.PyHanko"
ESEAL_ROOTS = ENV.eseal_roots

# Off where code changes under the server, and in tests that do not ask for it.
KEEP_PUBLIC_PAGES = not DEBUG

WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

SESSION_ENGINE = "zhiping.web.shared.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
# Nobody's word is taken for where a visitor comes from but that of so many proxies; without it all who come through one
# would be counted as one.
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
SECURE_PROXY_SSL_HEADER = ENV.told_by_proxy
CSRF_TRUSTED_ORIGINS = ENV.own_origins
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "zhiping.web.shared.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Django itself says nothing of an error outside DEBUG but to administrators by mail.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"places": {"()": "zhiping.config.error_log.Places"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "places", "level": "ERROR"}},
    "loggers": {"django.request": {"handlers": ["errors"]}},
}

EMAIL_HOST = ENV.mail_host
EMAIL_PORT = ENV.mail_port
EMAIL_TIMEOUT = 20
EMAIL_HOST_USER = ENV.mail_user
EMAIL_HOST_PASSWORD = ENV.mail_password
DEFAULT_FROM_EMAIL = ENV.mail_from
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENV.mail_host
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"

FILE_UPLOAD_HANDLERS = [
    "zhiping.web.shared.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
