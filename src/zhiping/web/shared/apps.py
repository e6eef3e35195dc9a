from django.apps import AppConfig


class WebSharedConfig(AppConfig):
    name = "zhiping.web.shared"
    label = "web_shared"
