"""The register as a WSGI application, for waitress and gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loneliness.settings")

application = get_wsgi_application()
