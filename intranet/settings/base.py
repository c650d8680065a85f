"""What is the same everywhere. Everything a company may set is read here, from `TRELLIS_…` variables."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import env
from .content import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[2]

# --- What a company sets -----------------------------------------------------------------------
DATA = env.folder("DATA", ROOT / "var")  # database, media, static files and the secret: one folder to back up
SITE_URL = env.address("URL", "http://localhost:8000")  # the address people type
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
TRUSTED_PROXIES = env.number("PROXIES", 0, least=0, most=9)  # reverse proxies in front of us
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
PAGE_THREADS = env.number("PAGE_THREADS", 4, least=1, most=64)  # pages answered at once by one process
REDIS_URL = env.redis("REDIS_URL")  # rings between processes; without it they look four times a second
SEARCH_URL = env.choice("SEARCH_URL", "whoosh://", ("whoosh://", "database://"))  # which engine answers
LIVE_PRESENCE = env.choice("PRESENCE", "yes", ("yes", "no")) == "yes"  # may a team's page say who is here?
MAX_UPLOAD = env.number("MAX_UPLOAD_MB", 10, least=1, most=1024) * 1024 * 1024  # bytes in one request


def _secret() -> str:
    """The key from the environment, or one made on the first start and kept beside the database."""
    if key := env.text("SECRET_KEY", ""):
        return key
    file = DATA / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text().strip()


SECRET_KEY = _secret()
env.refuse_unknown()

_host = urlsplit(SITE_URL).hostname or ""
_https = SITE_URL.startswith("https://")
_local = _host in {"localhost", "127.0.0.1", "::1"}
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if _local else [_host, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Rooms -------------------------------------------------------------------------------------
DEBUG = False
ROOT_URLCONF = "intranet.urls"
WSGI_APPLICATION = "intranet.wsgi.application"
ASGI_APPLICATION = "intranet.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LANGUAGE_CODE = "en"

ROOMS = ["intranet.kit", "intranet.jobs", "intranet.audit", "intranet.live", "intranet.notifications"]
ROOMS += ["search", "intranet.people", "intranet.writing", "intranet.governance"]
ROOMS += ["microblog", "microblog.blogs", "wiki"]
SHOWN = ["django_htmx", "django_prose_editor", "heroicons"]  # packages whose scripts and icons the pages use
WAGTAIL = [f"wagtail.{part}" for part in ("users", "images", "documents", "search")]
WAGTAIL += ["intranet.writing.back_office.BackOffice", "wagtail"]
INSTALLED_APPS = [
    *ROOMS,
    *WAGTAIL,
    "modelcluster",
    "taggit",
    "treebeard",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    *SHOWN,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.kit.compression.CompressedPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "intranet.kit.http.ContentSecurity",
    "intranet.kit.http.RequestSize",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intranet.kit.http.ClosedByDefault",
    "intranet.governance.asking.RulesFirst",
    "intranet.live.context.Mark",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

BUILTINS = ["intranet.kit.templatetags.kit", "intranet.people.templatetags.frame", "django.templatetags.static"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intranet.kit.http.nonce",
                "intranet.live.context.live_mark",
                "intranet.people.frame.frame",
            ],
            "builtins": BUILTINS,
        },
    }
]

# --- Data --------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "trellis.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Deferred transactions fail when two upgrade to writing at once; immediate ones wait their turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
CACHES = {
    # Shared by all processes: throttling counts here.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    # Of one process: rendered fragments, whose keys carry the version of what they show.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
CHANNEL_LAYERS: dict[str, Any] = {}
if REDIS_URL:
    _redis = {"address": REDIS_URL, "socket_connect_timeout": 2, "socket_timeout": 10}  # one reading waits for 5
    CHANNEL_LAYERS["default"] = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [_redis]}}
LIVE_TICK = 0.25  # seconds after which the log of events is looked at, when nobody rang
LIVE_SOCKETS_PER_PERSON = 20  # in one process: a tab each
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"  # never served: pictures and files go through views that ask who may see them
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "intranet.kit.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "intranet.kit.assets.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "intranet.kit.assets.HashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br", "woff", "woff2", "map"),
]

# --- Who may come in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["intranet.people.signin.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Every address asks for sign-in, but for these names. Decorators open nothing; see kit.http.ClosedByDefault.
OPEN_URLS = {"account_login", "account_inactive", "people:welcome", "healthz", "robots"}
OPEN_URLS |= {"feeds:blog", "feeds:team", "feeds:tag"}  # whose addresses hold a key
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "intranet.people.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_FORMS = {"login": "intranet.people.signin_form.SignInForm"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None  # the form asks
# By account strictly; by address loosely, because a whole office can share one.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "intranet.kit.http.csrf_failed"
SECURE_SSL_REDIRECT = False  # the reverse proxy does; a redirect here would loop behind it
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # asks for that redirect
    "security.W005",  # HSTS for all subdomains: other hosts of the company are not ours to lock
    "security.W021",  # and a preload list even less
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Wagtail: the back office ------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Trellis"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILIMAGES_IMAGE_MODEL = "writing.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "writing.Document"
WAGTAILIMAGES_IMAGE_FORM_BASE = "intranet.writing.office.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "intranet.writing.office.FileForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MAX_UPLOAD
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_FINISH_WORKFLOW_ACTION = "microblog.blogs.review_end.send_nothing"
# Wagtail's own pages and the engine behind the chosen one; the drain alone writes to either, see search/drain.py.
_database: dict[str, Any] = {"BACKEND": "search.backends.database", "AUTO_UPDATE": False}
WAGTAILSEARCH_BACKENDS = {"default": _database}
if SEARCH_URL == "whoosh://":
    _own = {"BACKEND": "search.backends.whoosh", "PATH": str(DATA / "search"), "AUTO_UPDATE": False}
    WAGTAILSEARCH_BACKENDS["whoosh"] = _own

# --- Logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "intranet.kit.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "daphne": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},  # it would tell titles
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing is mailed yet
