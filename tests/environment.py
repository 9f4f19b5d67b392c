"""The environment of the tests: nobody's own ``var/`` or ``.env``. Imported before settings."""

import atexit
import os
import shutil
import tempfile

UNSET = (
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "CELERY_TASK_DEFAULT_QUEUE",
    "CONTACT_EMAIL",
    "CONTACT_NAME",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "OIDC_CLIENT_ID",
    "OIDC_SECRET",
    "OIDC_SERVER_URL",
    "REGISTER_MODE",
    "REPLICA_URL",
    "SECRET_KEY",
    "SITE_URL",
)

VAR_DIR = tempfile.mkdtemp(prefix="register-tests-")
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

for name in UNSET:
    os.environ.pop(name, None)
os.environ["REGISTER_VAR_DIR"] = VAR_DIR
os.environ["REGISTER_READ_DOT_ENV"] = "no"
os.environ["DJANGO_SETTINGS_MODULE"] = "loneliness.settings"
