"""The cache that all server processes share: it counts sign-in attempts. Made as Django's createcachetable does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE TABLE IF NOT EXISTS zhiping_cache (cache_key varchar(255) NOT NULL PRIMARY KEY,"
                " value text NOT NULL, expires timestamp with time zone NOT NULL)",
                "CREATE INDEX IF NOT EXISTS zhiping_cache_expires ON zhiping_cache (expires)",
            ],
            reverse_sql="DROP TABLE IF EXISTS zhiping_cache",
        ),
    ]
