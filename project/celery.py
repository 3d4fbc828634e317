"""The worker's application. Without Redis the same tasks run in the calling process."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.production")

app = Celery("tillit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["project"])
app.conf.beat_schedule = {"calendar": {"task": "project.tasks.follow_the_calendar", "schedule": crontab()}}
