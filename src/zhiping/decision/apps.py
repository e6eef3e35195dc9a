from django.apps import AppConfig


class DecisionConfig(AppConfig):
    name = "zhiping.decision"
    verbose_name = "审定与发布"
    default_auto_field = "django.db.models.BigAutoField"
