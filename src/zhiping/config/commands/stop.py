"""End everything that runs on this home."""

from __future__ import annotations

import argparse

from zhiping.config import home
from zhiping.config.console import say

HELP = "停止服务和内嵌数据库 / stop the server, the worker and the embedded PostgreSQL"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing."""


def run(options: argparse.Namespace) -> int:
    """Stop."""
    folder = home.path()
    if home.stop(folder):
        say(f"已停止 {folder} 上的全部进程。", f"Everything on {folder} has stopped.")
    else:
        say(f"{folder} 上没有正在运行的进程。", f"Nothing is running on {folder}.")
    return 0
