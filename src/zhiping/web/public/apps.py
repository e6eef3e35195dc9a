from django.apps import AppConfig


class WebPublicConfig(AppConfig):
    name = "zhiping.web.public"
    label = "web_public"
