"""Settings, read from the environment; production refuses unsafe ones.

Every variable begins with ``SAMSYN_``; docs/settings.md lists them.
"""

import os

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from samsyn.config import production
from samsyn.foundation import environment, folders, logs
from samsyn.foundation.rooms import domain_apps

# what any process of Samsyn writes is its owner's alone
os.umask(0o077)

MODE = environment.choice("SAMSYN_MODE", environment.MODES, "development")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
VAR = environment.folder("SAMSYN_VAR", folders.VAR)
TODAY = environment.day("SAMSYN_TODAY")

DEBUG = False
SECRET_KEY = environment.secret("SAMSYN_SECRET_KEY", VAR / "secret", required=PRODUCTION)
# what older keys signed still holds: sessions, links and the log's seals
SECRET_KEY_FALLBACKS = environment.words("SAMSYN_SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = environment.words(
    "SAMSYN_ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,testserver"
)
SECOND_FACTOR = environment.truth("SAMSYN_SECOND_FACTOR", default=PRODUCTION)
if PRODUCTION:
    production.refuse_unsafe(
        secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS, today=TODAY, second_factor=SECOND_FACTOR
    )

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    # before the library whose command it makes better
    "samsyn.foundation.migrating",
    "samsyn.foundation.workers",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *domain_apps(),
    "samsyn.jobs",
    "samsyn.web",
]

# what makes triggers and indexes of words, run on an empty database too
MAKE_TRIGGERS = {
    ("audit", "0002_append_only"),
    ("audit", "0003_searching"),
    ("audit", "0005_redaction"),
    ("observations", "0009_words"),
    ("observations", "0010_words_in_any_locale"),
}

MIDDLEWARE = [
    "samsyn.web.request_log.log_request",
    "samsyn.web.proxies.find_client",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "samsyn.web.middleware.harden_answer",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samsyn.web.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samsyn.web.middleware.limit_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samsyn.web.gate.Gate",
]

ROOT_URLCONF = "samsyn.config.urls"
WSGI_APPLICATION = "samsyn.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [folders.PACKAGE / "web/templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "samsyn.web.templatetags.icons",
                "samsyn.web.templatetags.swedish",
                "samsyn.web.templatetags.tables",
                "samsyn.web.templatetags.widgets",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "samsyn.web.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database("SAMSYN_DATABASE_URL", VAR / "samsyn.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "samsyn.foundation.cache.DatabaseCache",
        "LOCATION": "samsyn_cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
WORKER = environment.choice("SAMSYN_WORKER", ("embedded", "apart"), "embedded")

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["samsyn.web.accounts.reading.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "samsyn.web.accounts.passwords.GuessValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "samsyn.web.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "8/10m/key,60/10m/ip"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "samsyn.web.accounts.adapter.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "samsyn.web.accounts.forms.LoginForm",
    "reset_password": "samsyn.web.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "samsyn.web.accounts.forms.ResetPasswordKeyForm",
    "change_password": "samsyn.web.accounts.forms.ChangePasswordForm",
    "reauthenticate": "samsyn.web.accounts.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "samsyn.web.accounts.forms.CodeForm",
    "reauthenticate": "samsyn.web.accounts.forms.CodeAgainForm",
    "activate_totp": "samsyn.web.accounts.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Samsyn"
MFA_TOTP_TOLERANCE = 1  # half a minute of clock drift either way

SESSION_ENGINE = "samsyn.web.accounts.reading"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "samsyn_session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "samsyn_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "samsyn.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "samsyn_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.truth("SAMSYN_BEHIND_PROXY", False) else None
)
# the watchdog asks on the machine itself
SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
TRUSTED_PROXIES = environment.networks("SAMSYN_TRUSTED_PROXIES")
if PRODUCTION and SECURE_PROXY_SSL_HEADER and not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "SAMSYN_TRUSTED_PROXIES saknas: säg vilka adresser proxyn framför har. Annars delar alla "
        "på samma gräns för felaktiga inloggningar."
    )
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_LIMIT_BYTES = environment.whole("SAMSYN_UPLOAD_LIMIT_MB", 50) * 1024 * 1024

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [folders.PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("vendor", folders.VENDOR)]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "samsyn.web.static_files.StaticFiles"
    },
}
FILES = VAR / "files"
# static files too: whoever serves them is the one who wrote them
FILE_UPLOAD_PERMISSIONS = 0o600

BACKUP_DIR = environment.text("SAMSYN_BACKUP_DIR", "")
BACKUP_KEY = environment.age_keys("SAMSYN_BACKUP_KEY")
BACKUP_HOURS = environment.within("SAMSYN_BACKUP_HOURS", 24, 1, 24)
BACKUP_KEEP = environment.wholes("SAMSYN_BACKUP_KEEP", (7, 4, 3))

MAIL_HOST = environment.text("SAMSYN_MAIL_HOST", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_HOST = MAIL_HOST
EMAIL_PORT = environment.whole("SAMSYN_MAIL_PORT", 25)
EMAIL_USE_TLS = environment.truth("SAMSYN_MAIL_TLS", default=bool(MAIL_HOST))
EMAIL_TIMEOUT = environment.whole("SAMSYN_MAIL_TIMEOUT", 10)
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = environment.text("SAMSYN_MAIL_FROM", "samsyn@localhost")

LOGGING = logs.settings("INFO" if PRODUCTION else "WARNING")
if MODE != "test":
    logs.hide_what_falls()
SILENCED_SYSTEM_CHECKS: list[str] = []

# a site's own model beside the rules of the personal-data guard; none unless named
GUARD_MODEL = environment.text("SAMSYN_GUARD_MODEL", "")
