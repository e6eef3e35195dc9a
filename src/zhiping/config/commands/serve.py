"""Serve: the web server and the background worker under one parent."""

from __future__ import annotations

import argparse
import os

from zhiping.config import running

HELP = "启动网站和后台任务 / serve, with the background worker beside"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen."""
    parser.add_argument("--port", type=int, help="端口，默认 PORT 或 8000 / port (PORT or 8000)")
    parser.add_argument("--address", default=os.environ.get("ZHIPING_ADDRESS", "127.0.0.1"), help="127.0.0.1")
    parser.add_argument("--no-worker", action="store_true", help="只启动网站 / the web server alone")


def run(options: argparse.Namespace) -> int:
    """Serve until told to end; logs go to the terminal."""
    return running.serve(options.address, options.port, worker=not options.no_worker)
