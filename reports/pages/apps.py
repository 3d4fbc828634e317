"""The report's pages. The label keeps them apart from the surveys' pages."""

from django.apps import AppConfig


class ReportPagesConfig(AppConfig):
    name = "reports.pages"
    label = "report_pages"
