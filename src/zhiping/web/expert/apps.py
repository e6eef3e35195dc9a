from django.apps import AppConfig


class WebExpertConfig(AppConfig):
    name = "zhiping.web.expert"
    label = "web_expert"
