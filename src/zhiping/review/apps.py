from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "zhiping.review"
    verbose_name = "评审"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look for conflicts anew whenever two entries of the register became one, or two again."""
        from zhiping.organisations import ports  # noqa: PLC0415 -- the models of all apps must be loaded first
        from zhiping.review import actions  # noqa: PLC0415

        ports.when_merged(actions.ask_for_search)
