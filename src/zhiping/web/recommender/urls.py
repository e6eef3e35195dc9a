"""Addresses of the recommender audience; each name has a row in core/permissions/pages/recommender.py."""

from __future__ import annotations

from django.urls import path

from zhiping.web.recommender.views import applications, batch, opinion, package, ranking, scores, summary

app_name = "recommender"
urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:application_id>/", opinion.case, name="case"),
    path("applications/<int:application_id>/scores/", scores.scores, name="scores"),
    path("package/", package.package, name="package"),
    path("package/files/<int:file_id>/", package.file, name="package-file"),
    path("package/receipt.pdf", package.receipt, name="package-receipt"),
    path("package/sheets/<slug:kind_of_sheet>.<slug:form>", package.sheet, name="package-sheet"),
    path("scores/import/", scores.imported, name="scores-import"),
    path("scores/template.xlsx", scores.template, name="scores-template"),
    path("ranking/", ranking.comparison, name="ranking"),
    path("ranking/recommend/", batch.recommend_many, name="recommend-many"),
    path("ranking.xlsx", ranking.sheet, name="ranking-sheet"),
    path("summary/", summary.summary, name="summary"),
]
