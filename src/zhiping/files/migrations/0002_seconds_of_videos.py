"""How long a video plays is found from its content, as the number of a document's pages is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='seconds',
            field=models.PositiveIntegerField(help_text='how long a video plays, where it says so', null=True),
        ),
    ]
