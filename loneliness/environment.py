"""The environment that the settings are read from, and what production refuses to start with."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
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


def secret_key() -> str:
    """The secret of production, when it is hard to guess."""
    key = required(
        "SECRET_KEY", "a long random text that signs sessions and links", "(50 random letters)"
    )
    if len(key) < 50 or len(set(key)) < 10 or key.startswith("django-"):
        raise ImproperlyConfigured(
            "SECRET_KEY is too easy to guess: in production it must be at least 50 random letters "
            "and figures, for example what “openssl rand -hex 40” prints."
        )
    return key


def hosts() -> list[str]:
    """The names that production answers to, and never any name."""
    named = required(
        "ALLOWED_HOSTS", "the names this register answers to", "register.example.gov.uk"
    )
    listed = [host.strip() for host in named.split(",")]
    if "*" in listed:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS may not be '*' in production: name the register's own hosts."
        )
    return listed


def database() -> dict[str, object]:
    """The database of production, which is PostgreSQL."""
    required(
        "DATABASE_URL",
        "where the database is",
        "postgres://register:PASSWORD@localhost:5432/register",
    )
    found: dict[str, object] = env.db("DATABASE_URL")
    if str(found["ENGINE"]).endswith("sqlite3"):
        raise ImproperlyConfigured(
            "DATABASE_URL names an SQLite file. In production the register needs PostgreSQL, for "
            "example DATABASE_URL=postgres://register_run:PASSWORD@localhost:5432/register."
        )
    return found


# A database that is away is noticed within seconds, and nobody waits for a lock for long.
POSTGRES_WAITS = {
    "connect_timeout": 3,  # seconds
    "tcp_user_timeout": 5000,  # milliseconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=10min",
}


def patient(database: dict[str, Any]) -> dict[str, Any]:
    """The settings of a PostgreSQL that is asked again and again, and may go away for a while."""
    options = POSTGRES_WAITS | database.get("OPTIONS", {})
    return database | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def cache() -> dict[str, object]:
    """What all web processes share: attempts to sign in are counted for all of them together."""
    given = required("CACHE_URL", "what all web processes share", "redis://localhost:6379/1")
    found: dict[str, object] = environ.Env.cache_url_config(given)
    return found


def site_url(hosts: list[str]) -> str:
    """Where links in messages lead: to https in production."""
    default = "http://127.0.0.1:8000" if EMBEDDED else f"https://{hosts[0]}"
    given = str(env.str("SITE_URL", default=default))
    if not EMBEDDED and not given.startswith("https://"):
        raise ImproperlyConfigured(
            f"SITE_URL is {given!r}. In production links in messages must lead to https, for "
            "example SITE_URL=https://register.example.gov.uk."
        )
    return given
