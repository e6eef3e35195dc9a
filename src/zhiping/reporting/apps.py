from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "zhiping.reporting"
    verbose_name = "统计"
