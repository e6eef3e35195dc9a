"""Create the platform's operator, the first account of an installation."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys

from zhiping.config import database, upkeep
from zhiping.config.console import say
from zhiping.config.problem import Problem

HELP = "建立平台运维账户 / create the operator's account"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add who it is."""
    parser.add_argument("username", help="用户名 / user name")
    parser.add_argument("--name", default="平台运维", help="姓名 / the person's name")
    parser.add_argument("--email", default="", help="邮箱 / mail address")


def run(options: argparse.Namespace) -> int:
    """Ask for a password on a terminal, take it from a pipe, or make one and print it once."""
    database.prepare()
    upkeep.migrate()
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415 -- needs Django set up
    from django.core.exceptions import ValidationError  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from zhiping.config import operators  # noqa: PLC0415 -- needs Django set up
    from zhiping.core.permissions.actor import SYSTEM  # noqa: PLC0415 -- beside the above

    password = _password()
    made = password or secrets.token_urlsafe(15)
    try:
        validate_password(made)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise Problem(f"密码不合要求：{said}", f"The password is not accepted: {said}") from None
    operators.create_operator(
        username=options.username, name=options.name, email=options.email, password=made, by=SYSTEM, at=timezone.now()
    )
    say(f"已建立运维账户 {options.username}。", f"The operator {options.username} was created.")
    if not password:
        say(f"密码（只显示这一次）：{made}", f"Password (shown this once): {made}")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("密码，留空则自动生成 / Password, empty to make one: ")
    return sys.stdin.readline().rstrip("\n")
