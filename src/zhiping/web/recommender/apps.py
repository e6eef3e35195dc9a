from django.apps import AppConfig


class WebRecommenderConfig(AppConfig):
    name = "zhiping.web.recommender"
    label = "web_recommender"
