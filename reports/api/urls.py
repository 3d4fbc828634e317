"""The API's addresses, below /parter/api/v1/."""

from django.urls import path

from reports.api import views
from reports.api.register import Register

urlpatterns = [
    path("reports/", views.Reports.as_view(), name="api-reports"),
    path("reports/<uuid:wave_id>/", views.Report.as_view(), name="api-report"),
    path("registers/<uuid:organisation_id>/", Register.as_view(), name="api-register"),
    path("schema/", views.Schema.as_view(), name="api-schema"),
]
