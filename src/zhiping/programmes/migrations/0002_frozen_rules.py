from django.db import migrations, models


def move(apps, schema_editor):
    """Carry each edition's definition over; editions with equal rules share one row."""
    rules = apps.get_model("programmes", "FrozenRules")
    for edition in apps.get_model("programmes", "Edition").objects.all():
        rules.objects.get_or_create(sha256=edition.definition_sha256, defaults={"json": edition.definition_json})


def move_back(apps, schema_editor):
    texts = dict(apps.get_model("programmes", "FrozenRules").objects.values_list("sha256", "json"))
    for edition in apps.get_model("programmes", "Edition").objects.all():
        edition.definition_json = texts[edition.definition_sha256]
        edition.save(update_fields=["definition_json"])


class Migration(migrations.Migration):
    # Rows are moved and a column dropped: PostgreSQL wants the two in transactions of their own.
    atomic = False

    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FrozenRules",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("json", models.TextField(help_text="canonical JSON of the definition, frozen at opening")),
            ],
            options={"verbose_name_plural": "frozen rules"},
        ),
        migrations.AlterField(
            model_name="edition",
            name="definition_json",
            field=models.TextField(default="", help_text="canonical JSON of the definition, frozen at opening"),
        ),
        migrations.RunPython(move, move_back, atomic=True),
        migrations.RemoveField(model_name="edition", name="definition_json"),
        migrations.AlterField(
            model_name="edition",
            name="definition_sha256",
            field=models.CharField(help_text="of its frozen rules", max_length=64),
        ),
    ]
