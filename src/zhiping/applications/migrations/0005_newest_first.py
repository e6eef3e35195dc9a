from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_private_and_eligibility'),
        ('organisations', '0002_organisation_founded_on_organisation_region_and_more'),
        ('programmes', '0002_frozen_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='application',
            name='application_by_submission',
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(models.F('edition'), models.OrderBy(models.F('submitted_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='application_newest_of_edition'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(models.OrderBy(models.F('submitted_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='application_newest_first'),
        ),
    ]
