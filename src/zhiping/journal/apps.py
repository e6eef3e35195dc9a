from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhiping.journal"
    verbose_name = "日志"
    default_auto_field = "django.db.models.BigAutoField"
