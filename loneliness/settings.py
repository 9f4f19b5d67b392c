"""Settings, all from the environment; none is needed for the embedded mode.

Embedded (the default): SQLite and a generated secret under ``var/``, loopback hosts only.
Production: ``REGISTER_MODE=production``, and then nothing may be missing.
"""

from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF

from loneliness import environment
from loneliness.environment import BASE_DIR, EMBEDDED, VAR_DIR, embedded_secret, env, required

DEBUG = False

if EMBEDDED:
    SECRET_KEY = embedded_secret()
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/register.sqlite3")}
else:
    SECRET_KEY = environment.secret_key()
    ALLOWED_HOSTS = environment.hosts()
    DATABASES = {"default": environment.database()}
    CACHES = {"default": environment.cache()}
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
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
    DATABASES["default"] = environment.patient(DATABASES["default"])
REPLICA_URL = env.str("REPLICA_URL", default="")
if REPLICA_URL:
    DATABASES["replica"] = environment.patient(env.db("REPLICA_URL"))
    DATABASE_ROUTERS = ["loneliness.ui.replica.Router"]
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
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loneliness.ui.logs.RequestLog",
    "csp.middleware.CSPMiddleware",
    "loneliness.ui.middleware.Safeguards",
    "loneliness.ui.middleware.RefuseTooMuch",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "loneliness.accounts.middleware.StaffOnly",
    "loneliness.accounts.middleware.SecondFactor",
    "loneliness.register.middleware.ReaderChoices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

if REPLICA_URL:
    MIDDLEWARE.append("loneliness.ui.replica.PublicFromReplica")

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
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
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
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds; and never longer than the browser is open
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "loneliness.accounts.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Loneliness needs register"
# Who may not work without a second factor; in the embedded mode everybody may.
SECOND_FACTOR_ROLES = set() if EMBEDDED else {"Administrator", "Evidence officer"}

SOCIALACCOUNT_ADAPTER = "loneliness.accounts.adapter.CouncilSignIn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
OIDC_NAME = env.str("OIDC_NAME", default="Council account")
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "VERIFIED_EMAIL": True,  # the council's own directory vouches for its addresses
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME,
                "client_id": required(
                    "OIDC_CLIENT_ID", "the number the directory knows the register by", "(a UUID)"
                ),
                "secret": required("OIDC_SECRET", "the secret that goes with it", "(its value)"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ],
    }

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

# A browser follows a form to where its answer leads: the directory that people sign in with.
FORMS_LEAD_TO = (
    ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER_URL))] if OIDC_SERVER_URL else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *FORMS_LEAD_TO],
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

SITE_URL = environment.site_url(ALLOWED_HOSTS)

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
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # its lines are written like all others
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

# JSON lines in production; in the embedded mode lines for the person at the terminal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": f"loneliness.ui.logs.{'Readable' if EMBEDDED else 'JsonLines'}"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "register": {"level": "INFO"},
        "celery.app.trace": {"level": "INFO"},
        # Django's own handler of this logger would write a second, readable line.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # the request's line has the status
    },
}
