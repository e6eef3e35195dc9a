"""Everything an installation may set, in one typed place (documented in docs/operations.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, DirectoryPath, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from zhiping.core import rates

CHECKOUT = Path(__file__).resolve().parents[3]
DEFINITIONS = CHECKOUT / "definitions"
ADDRESS = r"^https?://[^\s/?#]+(/[^\s?#]*)?$"


class Environment(BaseSettings):
    """Environment variables; the prefix is ZHIPING_ except for DATABASE_URL and PORT."""

    model_config = SettingsConfigDict(env_prefix="ZHIPING_", extra="ignore")

    home: Path = Field(default=CHECKOUT / "var", description="all state: database, files, keys, logs")
    definitions: Annotated[DirectoryPath, BeforeValidator(lambda said: said or DEFINITIONS)] = Field(
        default=DEFINITIONS,
        validate_default=False,
        description="folder of programme definitions; empty: the shipped ones",
    )
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    debug: bool = False
    allowed_hosts: list[str] = Field(default=["127.0.0.1", "localhost", "[::1]"])
    base_url: str = Field(
        default="http://127.0.0.1:8000", pattern=ADDRESS, description="public address, printed in QR codes and mail"
    )
    https: bool = Field(default=False, description="served by https: secure cookies, HSTS")
    proxies: int = Field(
        default=0, ge=0, description="reverse proxies before the site, whose X-Forwarded-For and -Proto are believed"
    )
    association: str = Field(default="质量协会", description="the association's name on pages and documents")
    fonts: Path | None = Field(default=None, description="folder of further fonts, for characters ours lack")
    demo: bool = Field(default=False, description="a demo season: relaxes the second factor, visibly")
    mail_host: str = ""
    mail_port: int = 25
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = "noreply@localhost"
    eseal_roots: Path | None = Field(default=None, description="folder of the root certificates of electronic seals")
    clamd: str = Field(
        default="", pattern=r"^(unix:/.+|.+:\d+)?$", description="virus scanner: unix:/path or host:port; empty: none"
    )
    secret_key: str = Field(default="", description="default: made once and kept under home/keys")
    web_workers: int = Field(default=2, ge=1, description="web server processes")
    web_threads: int = Field(default=4, ge=1, description="requests that one web server process serves at once")
    web_places: int = Field(default=1_024, ge=16, description="requests that may wait in one web server process")
    limit_objections: str = Field(default="60/h", pattern=rates.GRAMMAR, description="number/duration; empty: no limit")
    limit_lookups: str = Field(default="60/m", pattern=rates.GRAMMAR)
    limit_searches: str = Field(default="60/m", pattern=rates.GRAMMAR)
    limit_exports: str = Field(default="60/m", pattern=rates.GRAMMAR)
    limit_documents: str = Field(default="60/m", pattern=rates.GRAMMAR)
    limit_uploads: str = Field(default="300/h", pattern=rates.GRAMMAR)
    limit_invitations: str = Field(default="60/h", pattern=rates.GRAMMAR)
    keep_snapshots_days: int = Field(default=90, ge=1, description="days that earlier states of a draft are kept")
    least_disk: int = Field(default=500_000_000, description="bytes that must be free for /readyz to be content")

    @property
    def own_origins(self) -> list[str]:
        """Return the origins that browsers name for our own pages where a proxy speaks https for us."""
        address = urlsplit(self.base_url)
        return [f"{address.scheme}://{address.netloc}"] if self.https and address.scheme == "https" else []

    @property
    def told_by_proxy(self) -> tuple[str, str] | None:
        """Return the header, and its value, by which a believed proxy tells that the visitor came by https."""
        return ("HTTP_X_FORWARDED_PROTO", "https") if self.proxies else None
