"""The respondent's addresses, below /svar/<language>/."""

from django.urls import path

from surveys.pages.respond import views

urlpatterns = [
    path("", views.enter, name="respond"),
    path("skjema/", views.sheet, name="respond-sheet"),
    path("takk/", views.thanks, name="respond-thanks"),
    path("slik-virker-det/", views.explanation, name="respond-explanation"),
]
