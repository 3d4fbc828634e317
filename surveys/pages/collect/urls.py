"""The addresses behind the link in an e-mail, below /svarbevis/<language>/."""

from django.urls import path

from surveys.pages.collect import views

urlpatterns = [
    path("", views.page, name="collect"),
    path("oppslag/", views.look_up, name="collect-look-up"),
    path("hent/", views.collect, name="collect-sign"),
]
