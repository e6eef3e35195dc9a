"""Everything a newcomer needs in one command: database, tables, definitions, a demo season, and the site."""

from __future__ import annotations

import argparse
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

from zhiping.config import database, home, running, upkeep
from zhiping.config.console import padded, say

HELP = "建立演示数据并启动 / build the demo season and serve it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the port and the choice not to serve."""
    parser.add_argument("--port", type=int, help="端口，默认 PORT 或 8000 / port (PORT or 8000)")
    parser.add_argument(
        "--scale",
        type=float,
        default=1,
        help="规模：1 为真实一年，0.03 最小，10、30 供测量 / size of the season; 1 is a real year",
    )
    parser.add_argument("--no-serve", action="store_true", help="只建立数据 / build only, do not serve")


def run(options: argparse.Namespace) -> int:
    """Build what is missing, then serve and print the logins."""
    port = running.port(options.port)
    settle(port)
    if not options.no_serve:
        running.require_free("127.0.0.1", port)
    folder = home.path()
    say(f"质评演示：状态保存在 {folder}", f"zhiping demo: all state is in {folder}")
    database.prepare()
    logins = build(folder, options.scale)
    if options.no_serve:
        _print_logins(logins, f"http://127.0.0.1:{port}")
        return 0
    return running.serve(
        "127.0.0.1", port, worker=True, logs=folder / "logs", ready=lambda address: _print_logins(logins, address)
    )


def settle(port: int) -> None:
    """Set what makes a demo of this process and its children, unless it is set: mails and codes lead to its port."""
    own = {"ZHIPING_DEMO": "true", "ZHIPING_WEB_WORKERS": "1", "ZHIPING_BASE_URL": f"http://127.0.0.1:{port}"}
    for name, value in own.items():
        os.environ.setdefault(name, value)


def build(folder: Path, scale: float = 1) -> Sequence[tuple[str, str, str, str]]:
    """Bring tables, static files and the demo season up to date; return (role, user name, password, path)."""
    upkeep.migrate()
    upkeep.collect_static(folder)
    if importlib.util.find_spec("zhiping.config.demo") is None:
        return []
    from zhiping.config import demo  # noqa: PLC0415 -- needs Django set up

    with upkeep.alone():
        logins: Sequence[tuple[str, str, str, str]] = demo.build(scale)
    home.mark_demo(folder)
    return logins


def _print_logins(logins: Sequence[tuple[str, str, str, str]], address: str) -> None:
    for role, name, password, path in logins:
        print(f"  {padded(role, 22)} {padded(name, 16)} {padded(password, 20)} {address}{path}", flush=True)
