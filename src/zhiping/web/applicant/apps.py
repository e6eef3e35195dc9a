from django.apps import AppConfig


class WebApplicantConfig(AppConfig):
    name = "zhiping.web.applicant"
    label = "web_applicant"
