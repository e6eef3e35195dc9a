from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    name = "zhiping.showcase"
    verbose_name = "在线分享"
    default_auto_field = "django.db.models.BigAutoField"
