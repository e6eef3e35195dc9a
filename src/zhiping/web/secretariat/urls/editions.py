"""Addresses of the office: editions."""

from __future__ import annotations

from django.urls import path

from zhiping.web.secretariat.views import editions, recommender_package, recommenders, sign_ups

urlpatterns = [
    path("editions/", editions.editions, name="editions"),
    path("editions/<int:edition_id>/", editions.edition, name="edition"),
    path("editions/<int:edition_id>/archive/", editions.archive, name="archive"),
    path("editions/<int:edition_id>/windows/<slug:stage_id>/", editions.window, name="window"),
    path("editions/<int:edition_id>/sign-ups/", sign_ups.sign_ups, name="sign-ups"),
    path("editions/<int:edition_id>/sign-ups.<slug:kind>", sign_ups.sign_ups_file, name="sign-ups-file"),
    path("editions/<int:edition_id>/recommenders.<slug:kind>", editions.recommenders_file, name="recommenders-file"),
    path("editions/<int:edition_id>/recommenders/", editions.recommenders, name="recommenders"),
    path("editions/<int:edition_id>/recommenders/<int:recommender_id>/", recommenders.recommender, name="recommender"),
    path(
        "editions/<int:edition_id>/recommenders/<int:recommender_id>/package/",
        recommender_package.package,
        name="recommender-package",
    ),
    path(
        "editions/<int:edition_id>/recommenders/<int:recommender_id>/files/<int:file_id>/",
        recommender_package.file,
        name="recommender-file",
    ),
    path(
        "editions/<int:edition_id>/recommenders/<int:recommender_id>/sheets/<slug:kind_of_sheet>.<slug:form>",
        recommender_package.sheet,
        name="recommender-sheet",
    ),
]
