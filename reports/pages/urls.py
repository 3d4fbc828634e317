"""The addresses of the joint opening and of the report, below /parter/<language>/."""

from django.urls import path

from reports.pages import draft, loss, opening, plan, poster, register, report, sharing, trends, wave_record

urlpatterns = [
    path("runde/<uuid:wave_id>/apning/", opening.opening, name="opening"),
    path("runde/<uuid:wave_id>/apning/min-del/", opening.my_share, name="opening-share"),
    path("runde/<uuid:wave_id>/plakat.pdf", poster.poster, name="poster"),
    path("runde/<uuid:wave_id>/runde.zip", wave_record.record, name="wave-record"),
    path("runde/<uuid:wave_id>/apning/tap/", loss.loss, name="loss"),
    path("runde/<uuid:wave_id>/apning/tap/trekk/", loss.take_back, name="loss-withdraw"),
    path("avtale/<uuid:agreement_id>/plan/", plan.plan, name="plan"),
    path("virksomhet/<uuid:organisation_id>/utvikling/", trends.trends, name="trends"),
    path(
        "virksomhet/<uuid:organisation_id>/utvikling/<slug:key>/<slug:shape>-<slug:theme>.svg",
        trends.chart,
        name="trends-chart",
    ),
    path("virksomhet/<uuid:organisation_id>/avtale/", draft.new, name="draft"),
    path("avtale/<uuid:agreement_id>/endre/", draft.change, name="draft-change"),
    path("rapport/<uuid:wave_id>/deling/", sharing.sharing, name="sharing"),
    path("rapport/<uuid:wave_id>/deling/<uuid:link_id>/stopp/", sharing.stop, name="sharing-stop"),
    path("rapport/<uuid:wave_id>/", report.report, name="report"),
    path("rapport/<uuid:wave_id>/diagram/<slug:key>/<slug:shape>-<slug:theme>.svg", report.chart, name="report-chart"),
    path("rapport/<uuid:wave_id>/fil/<slug:form>/", report.file, name="report-file"),
    path("rapport/<uuid:wave_id>/rapport.zip", report.everything, name="report-zip"),
    path("rapport/<uuid:wave_id>/kontrolltiltak/", register.register, name="report-register"),
    path("rapport/<uuid:wave_id>/kontrolltiltak/pdf/", register.pdf, name="report-register-pdf"),
    path("rapport/<uuid:wave_id>/lest/", report.read, name="report-read"),
]
