"""The addresses of a report that was shared by link, below /delt/<language>/: away from the parties' cookies."""

from django.urls import path

from reports.pages import sharing

urlpatterns = [
    path("<str:token>/", sharing.shared, name="shared-report"),
    path("<str:token>/pdf/", sharing.shared_pdf, name="shared-pdf"),
    path("<str:token>/diagram/<slug:key>/<slug:shape>-<slug:theme>.svg", sharing.shared_chart, name="shared-chart"),
]
