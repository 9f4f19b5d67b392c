"""Background work: eager when no broker is set, on a worker when one is."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loneliness.settings")

app = Celery("loneliness")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
