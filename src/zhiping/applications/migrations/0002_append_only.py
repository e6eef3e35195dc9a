"""State changes, frozen versions and receipts are never changed (J2, C5)."""

import importlib

from django.db import migrations

protect = importlib.import_module("zhiping.journal.migrations.0002_append_only").protect


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("journal", "0002_append_only")]
    operations = [
        protect("applications_statechange"),
        protect("applications_version"),
        protect("applications_receipt"),
    ]
