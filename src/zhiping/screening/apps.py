from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "zhiping.screening"
    verbose_name = "形式审查"
    default_auto_field = "django.db.models.BigAutoField"
