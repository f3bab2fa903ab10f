"""Settings, one file: everything that differs between places comes from environment variables (.env.example)."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environs import Env, EnvError, validate

from catalogue import database_urls, theme

BASE_DIR = Path(__file__).resolve().parent.parent

LINE_FORMATS = {"line": "LineFormatter", "json": "EcsFormatter"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

EMAIL_OR_NOTHING = validate.Regexp(r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$", error="Not an e-mail address.")
URL_OR_NOTHING = validate.Regexp(r"^(https?://[^\s\"<>]+)?$", error="Not an address that begins with https://.")
# The identity of an editor is believed without a signature when it comes from the server itself.
HTTPS_OR_NOTHING = validate.Regexp(r"^(https://[^\s\"<>]+)?$", error="Not an address that begins with https://.")
HOST_AND_PORT_OR_NOTHING = validate.Regexp(r"^([\w.:\[\]-]+:[0-9]{1,5})?\Z", error="Not a host and a port.")

# What may stand in a Content-Security-Policy as the origin of a page: a scheme, or one with a host and a port.
ORIGIN = r"https?:(//(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:([0-9]{1,5}|\*))?)?"
ORIGINS_OR_NONE = validate.Regexp(
    rf"(none|{ORIGIN}(, *{ORIGIN})*)\Z",
    error="Write https: (any site), none, or a list such as https://www.almere.nl,https://*.example.org.",
)

env = Env(eager=False)
env.add_parser("database", database_urls.parse)
env.add_parser("databases", database_urls.parse_list)

DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", True)
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50, error="At least 50 random characters are needed."))
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", validate=validate.Length(min=1))
DATABASE = env.database("DATABASE_URL", conn_health_checks=True)
REPLICA_DATABASES = env.databases("DATABASE_REPLICA_URLS", "", conn_health_checks=True)
POOL_SIZE = env.int("POOL_SIZE", 5, validate=validate.Range(min=1))
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", 10, validate=validate.Range(min=1))
LOCK_SECONDS = env.int("LOCK_SECONDS", 1, validate=validate.Range(min=1))
READ_ONLY = env.bool("READ_ONLY", False)
LOG_FORMAT = env.str("LOG_FORMAT", "line", validate=validate.OneOf(tuple(LINE_FORMATS)))
METRICS_BIND = env.str("METRICS_BIND", "", validate=HOST_AND_PORT_OR_NOTHING)
TRACES_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", "", validate=URL_OR_NOTHING)
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 500, validate=validate.Range(min=0))
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(LOG_LEVELS))
HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 3600)
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
OWNER_NAME = env.str("OWNER_NAME", "").strip()
OWNER_ADDRESS = env.str("OWNER_ADDRESS", "").strip()
OWNER_URL = env.str("OWNER_URL", "", validate=URL_OR_NOTHING)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "", validate=EMAIL_OR_NOTHING)
VAR = Path(env.str("VAR", str(BASE_DIR / "var")))
BACKUPS = Path(env.str("BACKUPS", "") or VAR / "backups")
STATIC_FOLDER = env.str("STATIC_FOLDER", "")
FILES_MB = env.int("FILES_MB", 500, validate=validate.Range(min=0))
MAX_DOWNLOADS = env.int("MAX_DOWNLOADS", 2, validate=validate.Range(min=1))
THEME_FILE = env.str("THEME", "")
STYLE_GUIDE = env.bool("STYLE_GUIDE", False)
MEANING = env.bool("MEANING", True)
MFA_REQUIRED = env.bool("MFA_REQUIRED", True)
OIDC_NAME = env.str("OIDC_NAME", "").strip()
OIDC_SERVER = env.str("OIDC_SERVER", "", validate=HTTPS_OR_NOTHING)
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
EMAIL_HOST = env.str("EMAIL_HOST", "").strip()
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "", validate=EMAIL_OR_NOTHING) or CONTACT_EMAIL
FRAMED_BY = env.str("EMBED_HOSTS", "https:", validate=ORIGINS_OR_NONE)

try:
    env.seal()
except EnvError as error:
    # One line instead of a traceback: whoever starts the server can act on it.
    raise SystemExit(f"The catalogue cannot start: {error} See .env.example, or try it out with: make run") from None
try:
    THEME = theme.read(Path(THEME_FILE)) if THEME_FILE else {}
except theme.ThemeError as error:
    raise SystemExit(f"The catalogue cannot start: {error}") from None
if not DEBUG and any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise SystemExit("The catalogue cannot start: ALLOWED_HOSTS has a wildcard; write out each host name of the site.")
if len({bool(value) for value in (OIDC_SERVER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET)}) == 2:
    raise SystemExit(
        "The catalogue cannot start: OIDC_SERVER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed together."
    )
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise SystemExit("The catalogue cannot start: EMAIL_HOST needs EMAIL_FROM, the sender of its messages.")
if TRACES_ENDPOINT and not find_spec("opentelemetry"):
    raise SystemExit(
        "The catalogue cannot start: OTEL_EXPORTER_OTLP_ENDPOINT needs the packages of deploy/telemetry.lock."
    )
for name, databases in {"DATABASE_URL": [DATABASE], "DATABASE_REPLICA_URLS": REPLICA_DATABASES}.items():
    if any("postgresql" not in database["ENGINE"] for database in databases):
        raise SystemExit(f"The catalogue cannot start: {name} must name a PostgreSQL server (postgresql://…).")

INSTALLED_APPS = [
    "allauth",  # before the catalogue, which takes its models out of the admin
    "initiatives.signin.apps.AccountConfig",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "initiatives",
    "initiatives.apps.EditorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "reversion",
    "drf_spectacular",  # for its command, which checks the description of the API
    "csp",
]

MIDDLEWARE = [
    "catalogue.telemetry.observation.observation",  # around all others; absent where nothing is measured
    # Headers first, so that every response has them: 304, redirects, static files and refusals too.
    "catalogue.content_policy.SortedCSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "initiatives.embedding.framing.framing",
    "initiatives.responses.policies.policies",
    "django.middleware.security.SecurityMiddleware",
    "initiatives.api.middleware.open_responses",
    "initiatives.responses.page_cache.page_cache",
    "initiatives.signin.middleware.never_stored",
    "initiatives.responses.previews.preview_headers",
    "initiatives.responses.error_pages.error_pages",
    "catalogue.middleware.ingress_guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "initiatives.responses.database_faults.database_faults",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "initiatives.signin.middleware.signing_in",
    "initiatives.admin.busy.busy_pages",
]

ROOT_URLCONF = "catalogue.urls"
CSRF_FAILURE_VIEW = "initiatives.views.errors.forbidden"
WSGI_APPLICATION = "catalogue.wsgi.application"
# What is read before the first request: by functions before the workers fork, by answering addresses in each worker.
# Words with a number are never counted as a question without an answer.
PRELOAD = [
    "initiatives.search.language.analysis.read_dictionary",
    "initiatives.search.language.dictionary.read_frequencies",
    "initiatives.search.language.meaning.read_model",
]
# What measures the catalogue itself when metrics are asked for.
METRIC_COLLECTORS = ["initiatives.system.metrics.collect"]
WARM_UP = ["/", "/initiatieven/", "/initiatieven/?q=wandelen+2020"]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {
            "environment": "initiatives.views.environment.environment",
            "context_processors": ["initiatives.views.site.site"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "initiatives.signin.pages.context",
            ],
        },
    },
]

# Who asks waits for a connection for a second, and then hears that the database is away. A failed attempt to connect is
# not repeated in the background, with ever longer pauses: the next request does that.
POOL = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 1, "reconnect_timeout": 0}
CONNECTING = {"connect_timeout": 2, "tcp_user_timeout": 5_000}  # seconds, milliseconds; two seconds is libpq's least
REPLICAS = [f"replica{number}" for number in range(1, len(REPLICA_DATABASES) + 1)]
DATABASES = {
    alias: {**database, "OPTIONS": {**CONNECTING, **database.get("OPTIONS", {}), "pool": POOL}}
    for alias, database in zip(["default", *REPLICAS], [DATABASE, *REPLICA_DATABASES], strict=True)
}
for alias in REPLICAS:
    DATABASES[alias]["TEST"] = {"MIRROR": "default"}
# The limits of each connection of the web server, in milliseconds. Commands and db_worker have none.
WEB_SESSION = {
    "statement_timeout": STATEMENT_SECONDS * 1_000,
    "lock_timeout": LOCK_SECONDS * 1_000,
    "idle_in_transaction_session_timeout": 60_000,
} | ({"default_transaction_read_only": "on"} if READ_ONLY else {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What takes long is done by a worker: `manage.py db_worker`. A task is a row, committed with what it is about.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# For the limits of allauth (codes, changes of passwords); attempts to sign in are counted in a table of their own.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "catalogue_cache",  # made by a migration
        "OPTIONS": {"MAX_ENTRIES": 1_000},  # past that, expired rows are deleted
    }
}

# Signing in, at /beheer/account/ (initiatives.signin)
AUTHENTICATION_BACKENDS = ["initiatives.signin.accounts.EditorBackend"]
PASSWORD_HASHERS = [
    "initiatives.signin.passwords.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts of before; replaced when they sign in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "initiatives.signin.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "initiatives.signin.passwords.CommonValidator"},
    {"NAME": "initiatives.signin.passwords.DigitsValidator"},
    {"NAME": "initiatives.signin.passwords.SimilarityValidator"},
    {"NAME": "initiatives.signin.passwords.KnownWordsValidator"},
]
LOGIN_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/beheer/account/login/"
LOGOUT_URL = "/beheer/account/logout/"
LOGIN_REDIRECT_URL = "/beheer/"
ACCOUNT_ADAPTER = "initiatives.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # an invitation is a link for a new password too
# Attempts with a password are limited by initiatives.signin.throttle; "login_failed" is of codes, for each account.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "5/15m/key"}
ACCOUNT_FORMS = {
    "login": "initiatives.signin.forms.LoginForm",
    "reauthenticate": "initiatives.signin.forms.ReauthenticateForm",
    "change_password": "initiatives.signin.forms.ChangePasswordForm",
    "set_password": "initiatives.signin.forms.SetPasswordForm",
    "reset_password": "initiatives.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "initiatives.signin.forms.ResetPasswordKeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "initiatives.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Corona-initiatieven"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": ""}  # nothing to guess; a limit by address would shut out an office
MFA_FORMS = {
    "authenticate": "initiatives.signin.forms.CodeForm",
    "reauthenticate": "initiatives.signin.forms.ReauthenticateCodeForm",
    "activate_totp": "initiatives.signin.forms.ActivateAppForm",
    "add_webauthn": "initiatives.signin.forms.AddPasskeyForm",
    "authenticate_webauthn": "initiatives.signin.forms.AuthenticatePasskeyForm",
    "login_webauthn": "initiatives.signin.forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "initiatives.signin.forms.ReauthenticatePasskeyForm",
    "edit_webauthn": "initiatives.signin.forms.EditPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "initiatives.signin.adapters.ProviderAdapter"
# A link and no form: the content policy would refuse a form that a provider sends on to one that it trusts.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "organisatie",
            "name": OIDC_NAME or "uw organisatie",
            "client_id": OIDC_CLIENT_ID,
            "secret": OIDC_CLIENT_SECRET,
            "settings": {"server_url": OIDC_SERVER},
        }
    ]
SESSION_ENGINE = "catalogue.sessions"
SESSION_COOKIE_AGE = 8 * 3600
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_TIMEOUT = 10

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(STATIC_FOLDER) if STATIC_FOLDER else VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("handleiding", BASE_DIR / "docs" / "redactie")]  # pictures of the manual
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "catalogue.fonts.FontFinder",
]
FILES_FOLDER, FILES_BYTES = VAR / "files", FILES_MB * 1_000_000  # of whole downloads that are kept
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "catalogue.static_files.StaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # /favicon.ico, which programs ask for unprompted

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
EMBED_HOSTS = [] if FRAMED_BY == "none" else FRAMED_BY.replace(" ", "").split(",")
CSRF_COOKIE_HTTPONLY = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],  # the example of an embedded list
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

API_VERSION = "1.0.0"  # as semver.org numbers; the first number is that in the addresses
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}  # of the texts, not of the code
REST_FRAMEWORK = {
    # Nobody signs in to read, so that nothing of a session is touched; there is one form, JSON.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["initiatives.api.renderers.Json"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "initiatives.api.errors.refusal",
    "URL_FORMAT_OVERRIDE": None,  # “format” is a parameter that we do not have, as any other
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Corona-initiatieven",
    "DESCRIPTION": "Lokale initiatieven uit de coronajaren in Nederland: zoeken, filteren en tellen. Alleen lezen.",
    "VERSION": API_VERSION,
    "CONTACT": {"name": OWNER_NAME or "Redactie Corona-initiatieven"}
    | ({"email": CONTACT_EMAIL} if CONTACT_EMAIL else {}),
    "LICENSE": LICENCE,
    "SERVERS": [{"url": "/api/v1"}],  # as it is without a request; served, it is the whole address
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # those are for developers, and in English
    "TAGS": [{"name": "Catalogus", "description": "De initiatieven, en de lijsten waarmee u filtert. Alleen lezen."}],
    "POSTPROCESSING_HOOKS": ["initiatives.api.schema.postprocess"],  # closed lists stand where they are used
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"chosen": {"()": f"catalogue.telemetry.lines.{LINE_FORMATS[LOG_FORMAT]}"}},
    "filters": {"addresses": {"()": "catalogue.logs.AddressFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["addresses"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
        "fontTools": {"level": "WARNING"},  # below that it names each glyph of a font
        "psycopg.pool": {"level": "ERROR"},  # below that each attempt to connect; catalogue.database says it once
        "gunicorn.http.wsgi": {"level": "ERROR"},  # below that each HEAD request, of which it leaves out the content
    },
}
