"""The loneliness needs register: settings, addresses and the foundations under the three apps."""

import gc

from loneliness.celery import app as celery_app

__all__ = ["celery_app"]

# Django and a page make far more objects that stay than cycles: the collector of garbage looked
# through them every 700, for a tenth of the time of every page and an eighth of every start.
gc.set_threshold(10_000, 20, 100)
