from django.apps import AppConfig


class RecommendationConfig(AppConfig):
    name = "zhiping.recommendation"
    verbose_name = "推荐"
    default_auto_field = "django.db.models.BigAutoField"
