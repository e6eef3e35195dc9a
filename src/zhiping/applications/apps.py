from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "zhiping.applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of infected files, and let no case be submitted with one."""
        from zhiping.applications import actions, ports, queries  # noqa: PLC0415 -- the models of all apps come first
        from zhiping.files import ports as files  # noqa: PLC0415

        files.when_infected(actions.tell_of_infection)
        ports.before_submission(queries.infected_files)
