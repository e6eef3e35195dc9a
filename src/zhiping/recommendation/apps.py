from django.apps import AppConfig


class RecommendationConfig(AppConfig):
    name = "zhiping.recommendation"
    verbose_name = "推荐"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every submission asked whether the office has confirmed its way; look at sealed scans after moves."""
        from zhiping.applications import ports  # noqa: PLC0415 -- the models of all apps must be loaded first
        from zhiping.recommendation import queries  # noqa: PLC0415
        from zhiping.recommendation.actions import voiding  # noqa: PLC0415

        ports.before_submission(queries.reasons_against_way)
        ports.when_moved(voiding.void_after_move)
