"""The surveys' pages. The label keeps them apart from the report's pages."""

from django.apps import AppConfig


class SurveyPagesConfig(AppConfig):
    name = "surveys.pages"
    label = "survey_pages"
