from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "zhiping.screening"
    verbose_name = "形式审查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the machine look at every case that arrives at the check."""
        from zhiping.applications import ports  # noqa: PLC0415 -- the models of all apps must be loaded first
        from zhiping.screening import actions  # noqa: PLC0415

        ports.when_moved(actions.ask_for_look)
