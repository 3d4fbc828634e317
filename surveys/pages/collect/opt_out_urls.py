"""The address, below /svarbevis/<language>/, of the page where somebody says no to reminders."""

from django.urls import path

from surveys.pages.collect import opt_out

urlpatterns = [path("paminnelser/<str:token>/", opt_out.no_reminders, name="no-reminders")]
