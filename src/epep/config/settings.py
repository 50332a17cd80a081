"""Every setting of the running product, read from the environment. `docs/running.md` lists the variables."""

from pathlib import Path

from csp.constants import NONE, SELF

from epep.config import environment as env
from epep.config.environment import Mode

PACKAGE = Path(__file__).resolve().parent.parent
MODE = env.mode()
PRODUCTION = MODE is Mode.PRODUCTION
DEMO = MODE is Mode.DEMO
if DEMO:
    env.refuse_production_settings_in_demo()

DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
ROOT_URLCONF = "epep.config.urls"
WSGI_APPLICATION = "epep.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "epep"

# Where things are ---------------------------------------------------------------------------------------------------
DATA = Path(env.optional("EPEP_DATA", ".epep")).absolute()
COUNCIL = env.optional("EPEP_COUNCIL", "" if PRODUCTION else "Central Bedfordshire Council")  # heads every page
AUTHORITIES = Path(env.optional("EPEP_AUTHORITIES", str(PACKAGE / "protocol" / "authorities"))).absolute()

# Who may reach it, and how --------------------------------------------------------------------------------------------
if PRODUCTION:
    SECRET_KEY = env.checked(
        "EPEP_SECRET_KEY",
        env.required("EPEP_SECRET_KEY", "the key that signs sessions and links", "fifty-or-more-random-characters"),
        lambda key: len(key) >= 50,
        "at least 50 characters; make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    )
    ALLOWED_HOSTS = env.required("EPEP_ALLOWED_HOSTS", "the host names people use", "pep.example.gov.uk").split(",")
    ADDRESS = env.checked(
        "EPEP_ADDRESS",
        env.required("EPEP_ADDRESS", "the public address used in links in mail", "https://pep.example.gov.uk"),
        lambda address: address.startswith("https://") and bool(env.host_of(address)),
        "an https address, such as https://pep.example.gov.uk",
    ).rstrip("/")
    DATABASE_URL = env.required("DATABASE_URL", "the PostgreSQL to use", "postgresql://epep_app:secret@db/epep")
    SMTP_URL = env.required("EPEP_SMTP_URL", "the mail server to send by", "smtp+starttls://user:secret@mail:587")
    MAIL_FROM = env.required("EPEP_MAIL_FROM", "the address that mail comes from", "pep@example.gov.uk")
else:
    # Loopback only, and no secret to keep: a demonstration's sign-in is a click. Tests and demonstrations share this.
    SECRET_KEY = "not-a-secret-because-anybody-may-sign-in-to-a-demonstration"  # noqa: S105
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
    ADDRESS = f"http://{env.optional('EPEP_BIND', '127.0.0.1:8000')}"
    DATABASE_URL = env.optional("DATABASE_URL", "postgresql://epep_app@/epep")
    SMTP_URL = env.optional("EPEP_SMTP_URL", "smtp://127.0.0.1:8025")
    MAIL_FROM = env.optional("EPEP_MAIL_FROM", "epep@example.org")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_NAME = "__Host-epep" if PRODUCTION else "epep"
SESSION_COOKIE_AGE = 60 * 60 * 10  # seconds: one working day; nobody finds yesterday's session on a shared computer
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "epep.web.typed.refuse_forged"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
# Behind a proxy that ends TLS and sets both headers anew (docs/running.md), and only there, its headers are believed.
BEHIND_PROXY = env.yes("EPEP_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # whose address the limits of sign-in count
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked over plain HTTP by whatever watches the process
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # an e-mail address is unique whatever its capitals, by a constraint that Django does not see
    "security.W005",  # whether other services under the council's domain can do HTTPS only is not ours to decide
    "security.W021",
]
SECURE_REFERRER_POLICY = "same-origin"
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
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Parts --------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "epep.record",
    "epep.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "epep.web.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "epep.web.middleware.Outcomes",
]
TEMPLATES = [
    {  # our pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "epep.web.environment.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
    {  # allauth's mails
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "mails"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


# Database -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database(DATABASE_URL)}
DATABASE_OWNER_URL = env.optional("DATABASE_OWNER_URL", DATABASE_URL)
# In the database, so that sign-in attempts are counted once for all processes of all computers (the default counts
# per process, a file cache per computer), with no further service to run.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Sign-in --------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "record.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email",)}),
    )
]
if MODE is Mode.TEST:  # a real hash costs a quarter of a second for each sign-in
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "demo_sign_in" if DEMO else "account_login"  # in a demonstration a click signs in
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "epep.config.accounts.Adapter"
ACCOUNT_FORMS = {
    "login": "epep.web.signing_in.SignIn",
    "reset_password": "epep.web.signing_in.Forgotten",
    "reset_password_from_key": "epep.web.signing_in.NewPassword",
    "change_password": "epep.web.signing_in.ChangePassword",
    "reauthenticate": "epep.web.signing_in.Again",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the authority, which knows the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # "your password was changed"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/assets/"
STATIC_ROOT = DATA / "static"
_STATIC = "epep.config.static_files.Hashed"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if MODE is Mode.TEST else _STATIC
    },
}
WHITENOISE_USE_FINDERS = MODE is Mode.TEST
WHITENOISE_AUTOREFRESH = False
# Far above what a section takes, so that a text that is too long gets a sentence about that text, and is kept:
# 200,000 emoji in one box are 2.4 MB as a browser sends them. Sixty rows of the widest table are 700 fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Mail, jobs -----------------------------------------------------------------------------------------------------------
vars().update(env.mail_settings(SMTP_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
PROCRASTINATE_IMPORT_PATHS = ["epep.jobs.tasks"]

# What is written to the log: times, modules, refusals. Never an address with its query, a body, or a mail address.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"private": {"()": "epep.config.logs.Private"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["private"]}},
    "root": {"handlers": ["stderr"], "level": "INFO" if PRODUCTION else "WARNING"},
    # replaces Django's own handlers, which would mail administrators and print request lines
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
