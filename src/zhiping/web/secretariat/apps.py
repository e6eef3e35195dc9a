from django.apps import AppConfig


class WebSecretariatConfig(AppConfig):
    name = "zhiping.web.secretariat"
    label = "web_secretariat"
