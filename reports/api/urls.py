"""The API's addresses, below /parter/api/v1/."""

from django.urls import path

from reports.api import views

urlpatterns = [
    path("reports/", views.Reports.as_view(), name="api-reports"),
    path("reports/<uuid:wave_id>/", views.Report.as_view(), name="api-report"),
    path("schema/", views.Schema.as_view(), name="api-schema"),
]
