from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "zhiping.journey"
    verbose_name = "全程"
    default_auto_field = "django.db.models.BigAutoField"
