from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "zhiping.programmes"
    verbose_name = "年度活动"
    default_auto_field = "django.db.models.BigAutoField"
