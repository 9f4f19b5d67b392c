"""The loneliness needs register: settings, addresses and the foundations under the three apps."""

from loneliness.celery import app as celery_app

__all__ = ["celery_app"]
