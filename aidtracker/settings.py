"""All settings, from the environment. What each variable means: docs/operators.md."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

ENVIRONMENT = os.environ.get("AIDTRACKER_ENV", "production")
if ENVIRONMENT not in ("development", "production"):
    raise ImproperlyConfigured(f"AIDTRACKER_ENV is “{ENVIRONMENT}”; it must be “development” or “production”.")
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = not IS_PRODUCTION


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def is_on(name: str, default: str = "0") -> bool:
    value = os.environ.get(name) or default
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be “0” or “1”.")
    return value == "1"


def secret_key() -> str:
    key = os.environ.get("SECRET_KEY", "")
    if not IS_PRODUCTION:
        return key or "development-only-and-never-used-in-production-" + "x" * 20
    if len(key) < 50:
        raise ImproperlyConfigured("SECRET_KEY must be set to at least 50 random characters in production.")
    return key


def allowed_hosts() -> list[str]:
    hosts = words("ALLOWED_HOSTS")
    if not IS_PRODUCTION:
        return hosts or ["*"]
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's host names, separated by commas; “*” is unsafe.")
    return hosts


def database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'aidtracker.sqlite3'}"
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if config["ENGINE"].endswith("sqlite3"):
        if config["NAME"] == str(VAR_DIR / "aidtracker.sqlite3"):
            VAR_DIR.mkdir(exist_ok=True)
        if not IS_PRODUCTION:
            config["CONN_MAX_AGE"] = 0  # the development server has a new thread, and so a connection, per request
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        # Compiling a query takes up to seconds, and pays only where one runs for longer than any page may.
        # A filter that contradicts itself finds nothing, and is seen to before any row is looked at.
        # Helpers take as long to start as most pages take, and a processor from other readers.
        asked = "-c jit=off -c constraint_exclusion=on -c max_parallel_workers_per_gather=0"
        # Statements that are the same for each figure saved (counting/dialect.py) are planned once per connection.
        config["OPTIONS"] = {"options": asked, "prepare_threshold": 2, **config.get("OPTIONS", {})}
    return config


def page_cache() -> dict[str, Any]:
    where = os.environ.get("PAGE_CACHE") or ("memory" if IS_PRODUCTION else "off")
    config: dict[str, Any] = {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 2000}}
    if where == "off":
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    if where == "memory":
        return {**config, "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    if not Path(where).is_absolute():
        raise ImproperlyConfigured(f"PAGE_CACHE is “{where}”; it must be “memory”, “off” or an absolute folder.")
    return {**config, "BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": where}


SECRET_KEY = secret_key()
ALLOWED_HOSTS = allowed_hosts()
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
DATABASES = {"default": database()}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": page_cache(),
}
PAGES_ARE_KEPT = not CACHES["pages"]["BACKEND"].endswith("DummyCache")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["models.W040"]  # covering indexes serve PostgreSQL; SQLite has them as plain ones

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "projects",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "projects.caching.middleware.KeepPages",
    "projects.caching.middleware.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "projects.access.sessions.LastSeen",
    "projects.access.second_factor.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "aidtracker.urls"
WSGI_APPLICATION = "aidtracker.wsgi.application"

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
                "projects.context.site",
            ]
        },
    }
]

# Languages and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "projects" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION

# What staff hand in: kept apart from the code and from everything a web server serves

MEDIA_ROOT = Path(os.environ.get("ATTACHMENTS_DIR") or VAR_DIR / "attachments")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "projects.intake.upload.BoundedFileUploadHandler",
]

# Security

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SECOND_FACTOR_REQUIRED = is_on("SECOND_FACTOR_REQUIRED")
OTP_TOTP_ISSUER = os.environ.get("SECOND_FACTOR_ISSUER") or "aidtracker"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "projects.access.addresses.lock_out_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # who is logged in, and no more of it, is in projects/models/staff_session.py
AXES_VERBOSE = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "projects.views.errors.without_token"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = is_on("SECURE_SSL_REDIRECT", "1")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = is_on("HSTS_SUBDOMAINS", "1")
    if not SECURE_HSTS_PRELOAD:
        SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]  # which advise what was decided against
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    if is_on("BEHIND_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What published files say about themselves

DATA_LICENCE = os.environ.get("DATA_LICENCE", "CC BY 4.0")
REVISION = os.environ.get("REVISION", "aidtracker 0.1.0")

# Charts

CHART_FONT = os.environ.get("CHART_FONT", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
