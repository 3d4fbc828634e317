"""The respondent's addresses, below /svar/<language>/."""

from django.urls import path

from surveys.pages.respond import links, views

urlpatterns = [
    path("", views.enter, name="respond"),
    path("skjema/", views.sheet, name="respond-sheet"),
    path("runde/<uuid:wave_id>/", links.page, name="respond-by-link"),
    path("runde/<uuid:wave_id>/svarark/", links.cast, name="respond-cast"),
    path("takk/", views.thanks, name="respond-thanks"),
    path("slik-virker-det/", views.explanation, name="respond-explanation"),
]
