"""Every test runs on a real PostgreSQL: the one of DATABASE_URL, otherwise the embedded one.

The state of the tests (keys, files, embedded database) stands in var/test, apart from a demo's.
"""

import os
from pathlib import Path

import django

from zhiping.config.embedded import server

HOME = Path(__file__).resolve().parents[1] / "var" / "test"

os.environ["ZHIPING_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiping.config.settings"
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = server.ensure(HOME, durable=False)
django.setup()
