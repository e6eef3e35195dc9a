from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "zhiping.experts"
    verbose_name = "专家"
    default_auto_field = "django.db.models.BigAutoField"
