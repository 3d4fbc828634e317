"""The addresses of the joint opening and of the report, below /parter/<language>/."""

from django.urls import path

from reports.pages import loss, opening, plan, poster, register, report, wave_record

urlpatterns = [
    path("runde/<uuid:wave_id>/apning/", opening.opening, name="opening"),
    path("runde/<uuid:wave_id>/apning/min-del/", opening.my_share, name="opening-share"),
    path("runde/<uuid:wave_id>/plakat.pdf", poster.poster, name="poster"),
    path("runde/<uuid:wave_id>/runde.zip", wave_record.record, name="wave-record"),
    path("runde/<uuid:wave_id>/apning/tap/", loss.loss, name="loss"),
    path("runde/<uuid:wave_id>/apning/tap/trekk/", loss.take_back, name="loss-withdraw"),
    path("avtale/<uuid:agreement_id>/plan/", plan.plan, name="plan"),
    path("rapport/<uuid:wave_id>/", report.report, name="report"),
    path("rapport/<uuid:wave_id>/diagram/<slug:key>/<slug:shape>-<slug:theme>.svg", report.chart, name="report-chart"),
    path("rapport/<uuid:wave_id>/pdf/", report.pdf, name="report-pdf"),
    path("rapport/<uuid:wave_id>/kontrolltiltak/", register.register, name="report-register"),
    path("rapport/<uuid:wave_id>/kontrolltiltak/pdf/", register.pdf, name="report-register-pdf"),
    path("rapport/<uuid:wave_id>/lest/", report.read, name="report-read"),
]
