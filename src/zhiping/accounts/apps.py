from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhiping.accounts"
    verbose_name = "用户"
    default_auto_field = "django.db.models.BigAutoField"
