from django.apps import AppConfig


class WebUnitConfig(AppConfig):
    name = "zhiping.web.unit"
    label = "web_unit"
