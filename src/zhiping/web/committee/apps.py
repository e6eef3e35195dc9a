from django.apps import AppConfig


class WebCommitteeConfig(AppConfig):
    name = "zhiping.web.committee"
    label = "web_committee"
