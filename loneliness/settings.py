"""Settings, all from the environment; none is needed for the embedded mode.

Embedded (the default): SQLite and a generated secret under ``var/``, loopback hosts only.
Production: ``REGISTER_MODE=production``, and then nothing may be missing.
"""

import os
import secrets
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if os.environ.get("REGISTER_READ_DOT_ENV", "yes") == "yes":
    env.read_env(BASE_DIR / ".env")

MODES = ("embedded", "production")
MODE = env.str("REGISTER_MODE", default="embedded")
if MODE not in MODES:
    raise ImproperlyConfigured(
        f"REGISTER_MODE is {MODE!r}. Leave it out for a trial on this machine, or set it to "
        "'production'."
    )
EMBEDDED = MODE == "embedded"
VAR_DIR = Path(env.str("REGISTER_VAR_DIR", default=str(BASE_DIR / "var")))


def required(name: str, meaning: str, example: str) -> str:
    """Read a variable that production cannot do without; explain it when it is missing."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. It is {meaning}. In production it must be given, for example "
            f"{name}={example}. See .env.example."
        )
    return str(value)


def embedded_secret() -> str:
    """The secret of this machine's trial register, made once and kept in ``var/secret-key``."""
    path = VAR_DIR / "secret-key"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret


DEBUG = False

if EMBEDDED:
    SECRET_KEY = embedded_secret()
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/register.sqlite3")}
else:
    SECRET_KEY = required(
        "SECRET_KEY", "a long random text that signs sessions and links", "(50 random letters)"
    )
    ALLOWED_HOSTS = [
        host.strip()
        for host in required(
            "ALLOWED_HOSTS", "the names this register answers to", "register.example.gov.uk"
        ).split(",")
    ]
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS may not be '*' in production: name the register's own hosts."
        )
    required(
        "DATABASE_URL",
        "where the database is",
        "postgres://register:PASSWORD@localhost:5432/register",
    )
    DATABASES = {"default": env.db("DATABASE_URL")}
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "loneliness",
    "loneliness.register",
    "actions",
    "estimates",
    "evidence",
    "loneliness.ui",
    "loneliness.records",
    "loneliness.accounts",
    "loneliness.workshop.WorkshopConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_tables2",
    "simple_history",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "loneliness.ui.middleware.Safeguards",
    "loneliness.ui.middleware.RefuseTooMuch",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "loneliness.accounts.middleware.StaffOnly",
    "loneliness.register.middleware.ReaderChoices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "loneliness.urls"
WSGI_APPLICATION = "loneliness.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "loneliness.register.context.page",
            ],
        },
    },
]
FILTERS_EMPTY_CHOICE_LABEL = "Any"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "loneliness.accounts.adapter.InvitationOnly"
ACCOUNT_FORMS = {
    "login": "loneliness.accounts.forms.SignInForm",
    "reset_password": "loneliness.accounts.forms.ForgottenForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = None if EMBEDDED else BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = EMBEDDED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# Django's own mail is written into the table of messages too; OUTBOX_BACKEND sends from there.
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
    OUTBOX_BACKEND = vars()["EMAIL_BACKEND"]
else:
    OUTBOX_BACKEND = "django.core.mail.backends.console.EmailBackend" if EMBEDDED else ""
EMAIL_BACKEND = "loneliness.records.outbox_backend.Backend"
EMAIL_TIMEOUT = 10
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="register@localhost")

# Where links in messages lead.
SITE_URL = env.str(
    "SITE_URL", default="http://127.0.0.1:8000" if EMBEDDED else f"https://{ALLOWED_HOSTS[0]}"
)

CONTACT_NAME = env.str("CONTACT_NAME", default="Strategic Business Intelligence Team")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="ri@leics.gov.uk")

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
CELERY_BROKER_TRANSPORT_OPTIONS = {  # a page does not wait long for a broker that is down
    "max_retries": 1,
    "interval_start": 0,
    "socket_connect_timeout": 2,
}
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_TASK_DEFAULT_QUEUE", default="register")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "verify-estimates": {
        "task": "estimates.tasks.verify_estimates",
        "schedule": crontab(hour=2, minute=30),
    },
    "send-messages": {
        "task": "loneliness.records.tasks.sweep_by_schedule",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "tidy": {
        "task": "loneliness.register.tasks.tidy",
        "schedule": crontab(minute=15, hour=3, day_of_week="sunday"),
    },
    "write-reminders": {  # by London's clock in the task: an hour of UTC is no hour of London
        "task": "actions.tasks.remind",
        "schedule": crontab(minute=0, hour="7-18"),
        "options": {"expires": 3000},
    },
}

# Empty: no DOI is ever asked for. Redirects are followed to the registries of DOIs only.
DOI_LOOKUP_URL = env.str("DOI_LOOKUP_URL", default="")
MOST_BYTES_SENT = 21 * 1024 * 1024  # a file of 20 MB and the form around it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"loneliness.accounts": {"level": "INFO"}},
}
