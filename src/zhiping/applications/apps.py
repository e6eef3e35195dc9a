from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "zhiping.applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"
