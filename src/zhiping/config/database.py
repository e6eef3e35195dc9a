"""The database of a command: DATABASE_URL when it is set, otherwise the embedded PostgreSQL, then Django."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from zhiping.config import home
from zhiping.config.embedded import server
from zhiping.config.problem import Problem, WrongSetting

if TYPE_CHECKING:
    from zhiping.config.environment import Environment

OLDEST = 150_000
URL = "DATABASE_URL"
_embedded: list[Path] = []


def prepare() -> Path:
    """Make the database reachable and Django ready for this process; return the home.

    Side effects in order: those of `reach`; Django's set-up.
    Raises: Problem for whatever a person can mend.
    """
    folder = reach()
    import django  # noqa: PLC0415 -- slow import

    django.setup()
    return folder


def reach(*, checked: bool = True) -> Path:
    """Make the database reachable for this process and its children; return the home.

    Side effects in order: the home's folders; the embedded PostgreSQL started or joined when DATABASE_URL is
    unset; DATABASE_URL set for this process.
    Args: checked: read all settings and complain before anything starts. A parent whose children do so first thing
    can save itself the quarter of a second that it takes.
    Raises: Problem for whatever a person can mend.
    """
    folder = home.path()
    os.environ["ZHIPING_HOME"] = str(folder)
    if home.is_demo(folder):
        os.environ.setdefault("ZHIPING_DEMO", "true")
    if checked:
        check_environment()
    if os.environ.get(URL):
        check_url(os.environ[URL])
    else:
        os.environ[URL] = server.ensure(folder)
        _embedded.append(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiping.config.settings")
    return folder


def is_embedded() -> bool:
    """Say whether this process runs on the embedded PostgreSQL."""
    return bool(_embedded)


def keep_running() -> None:
    """Start the embedded server again if somebody killed it together with its guardian."""
    for folder in _embedded:
        if not server.is_running(folder):
            server.ensure(folder)


def release() -> None:
    """Give up the embedded server; the last one to do so waits for its end."""
    while _embedded:
        server.release(_embedded.pop())


def environment_of_children() -> dict[str, str]:
    """Return the environment for our child processes: each joins the embedded server itself, and so keeps it."""
    found = dict(os.environ)
    if is_embedded():
        found.pop(URL, None)
    return found


def check_environment() -> Environment:
    """Return the settings of the environment.

    Raises: WrongSetting that names the variable that cannot be read.
    """
    from pydantic import ValidationError  # noqa: PLC0415 -- slow import
    from pydantic_settings import SettingsError  # noqa: PLC0415 -- slow import

    from zhiping.config.environment import Environment  # noqa: PLC0415 -- slow import

    try:
        return Environment()
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(str(first["loc"][0]), str(first["msg"])) from None
    except SettingsError as error:  # a list that is not written as JSON; its message names the field alone
        raise _wrong(
            str(error).split('"')[1], 'Input should be a JSON list such as ["a.example", "b.example"]'
        ) from None


def _wrong(setting: str, said: str) -> WrongSetting:
    name = setting.upper()
    name = name if name in {URL, "PORT"} else f"ZHIPING_{name.removeprefix('ZHIPING_')}"
    return WrongSetting(
        f"环境变量 {name} 的值不正确（{said}）：请改正后再运行。",
        f"The environment variable {name} has a wrong value ({said}): mend it and run again.",
    )


def check_url(url: str) -> None:
    """Refuse a DATABASE_URL that cannot be used, saying why; never print its password."""
    import dj_database_url  # noqa: PLC0415 -- slow import, needed only with a database of one's own
    import psycopg  # noqa: PLC0415 -- slow import, needed only with a database of one's own

    try:
        told = dj_database_url.parse(url)
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        told = {}
    if told.get("ENGINE") != "django.db.backends.postgresql":
        raise Problem(
            "DATABASE_URL 不是 PostgreSQL 地址：应形如 postgresql://用户:密码@主机:5432/数据库；"
            "不设置它则使用内嵌的 PostgreSQL。",
            "DATABASE_URL is no PostgreSQL address: write postgresql://user:password@host:5432/database; "
            "leave it unset to use the embedded PostgreSQL.",
        )
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        said = " ".join(str(error).split())
        raise Problem(
            f"无法连接 DATABASE_URL 所指的数据库（{said}）：请检查地址、账户和数据库是否已启动。",
            f"Cannot connect to the database of DATABASE_URL ({said}): check address, account and whether it runs.",
        ) from None
    if version < OLDEST or encoding != "UTF8":
        raise Problem(
            f"DATABASE_URL 所指的数据库是 PostgreSQL {version // 10_000}（编码 {encoding}），需要 15 或更新版本和 UTF8 编码。",
            f"The database of DATABASE_URL is PostgreSQL {version // 10_000} ({encoding}); 15 or newer in UTF8 is needed.",
        )
