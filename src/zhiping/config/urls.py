"""Every address, by audience. One include per audience; each name stands in the permission table."""

from django.urls import include, path

from zhiping.config import health
from zhiping.web.shared import downloads
from zhiping.web.shared import views as shared

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("home/", shared.home, name="home"),
    path("home/deadlines.ics", shared.deadlines, name="deadlines"),
    path("as/", shared.switch_role, name="switch-role"),
    path("cases/<int:application_id>/", shared.case, name="case"),
    path("cases/<int:application_id>/form.<slug:form>", shared.case_form, name="case-form"),
    path("editions/<int:edition_id>/clock/", shared.demo_clock, name="demo-clock"),
    path("cases/<int:application_id>/files/<int:file_id>/", downloads.file, name="file"),
    path("cases/<int:application_id>/files/<int:file_id>/preview/", downloads.preview, name="file-preview"),
    path("cases/<int:application_id>/bundle/", shared.bundle, name="bundle"),
    path("cases/<int:application_id>/bundle.pdf", shared.bundle_file, name="bundle-file"),
    path("cases/<int:application_id>/revive/", shared.revive, name="revive"),
    path("cases/<int:application_id>/withdraw/", shared.withdraw, name="withdraw"),
    path("runs/", shared.runs, name="runs"),
    path("runs/<int:run_id>/", shared.run, name="run"),
    path("runs/<int:run_id>.csv", shared.run_csv, name="run-csv"),
    path("runs/<int:run_id>.xlsx", shared.run_xlsx, name="run-xlsx"),
    path("language/", shared.switch_language, name="switch-language"),
    path("inbox/", shared.inbox, name="inbox"),
    path("inbox/<int:message_id>/", shared.message, name="message"),
    path("reminders/stop/", shared.stop_reminders, name="stop-reminders"),
    path("account/", shared.account_settings, name="account-settings"),
    path("", include("zhiping.web.public.urls")),
    path("", include("zhiping.web.applicant.urls")),
    path("unit/", include("zhiping.web.unit.urls")),
    path("recommender/", include("zhiping.web.recommender.urls")),
    path("expert/", include("zhiping.web.expert.urls")),
    path("office/", include("zhiping.web.secretariat.urls")),
    path("committee/", include("zhiping.web.committee.urls")),
]
