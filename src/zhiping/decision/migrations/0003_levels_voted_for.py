from django.db import migrations, models

# Who agreed has voted for what was proposed; until now only that they agreed was kept.
AGREED_TO = """
UPDATE decision_committeevote AS vote SET level = proposal.level
FROM decision_proposal AS proposal WHERE proposal.application_id = vote.application_id AND vote.agrees
"""


class Migration(migrations.Migration):
    dependencies = [("decision", "0002_release_more_than_once")]

    operations = [
        migrations.AlterField(
            model_name="committeevote",
            name="level",
            field=models.CharField(blank=True, help_text="the level voted for, empty for none", max_length=40),
        ),
        migrations.RunSQL(AGREED_TO, migrations.RunSQL.noop),
    ]
