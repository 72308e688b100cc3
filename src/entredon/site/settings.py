"""Django settings of a node. Everything an operator may set is an environment variable named ENTREDON_…"""

import os
from pathlib import Path

from entredon.log import home
from entredon.site import mail

ENTREDON_HOME: Path = home.folder()
ENTREDON_HOST: str = os.environ.get("ENTREDON_HOST", "")
# Whether people reach this place by https://, through a proxy in front: so it is where it has a name, unless set to 0.
ENTREDON_HTTPS: bool = os.environ.get("ENTREDON_HTTPS", "1" if ENTREDON_HOST else "0") == "1"
# Where letters go out: smtp://user:password@host:port or smtps://…; without it they lie as files in ENTREDON_HOME/mail.
ENTREDON_MAIL: str = os.environ.get("ENTREDON_MAIL", "")
# Only this very machine can reach the pages: `entredon run` says so. Then they may tell where things lie here.
ENTREDON_LOOPBACK: bool = os.environ.get("ENTREDON_LOOPBACK", "") == "1"
# Where that is: `entredon run` says so, and letters that answer no request lead there as long as this place has no name.
ENTREDON_HERE: str = os.environ.get("ENTREDON_HERE", "")
# Who runs this place, in law, and where to write to: an e-mail address or an https:// address. Both stand on the page /legal.
ENTREDON_OPERATOR: str = os.environ.get("ENTREDON_OPERATOR", "")
ENTREDON_CONTACT: str = os.environ.get("ENTREDON_CONTACT", "")
# Folders below which whoever has an account here may found a commons from a git repository; separated as in PATH.
ENTREDON_REPOSITORIES: list[str] = [f for f in os.environ.get("ENTREDON_REPOSITORIES", "").split(os.pathsep) if f]
# How large a git bundle may be that somebody sends, in megabytes.
ENTREDON_UPLOAD_MOST: int = int(os.environ.get("ENTREDON_UPLOAD_MOST", "512")) << 20
# How large a file may be that comes with a contribution or with words, in megabytes.
ENTREDON_FILE_MOST: int = int(os.environ.get("ENTREDON_FILE_MOST", "10")) << 20
# How many years after the end of its own the books of a year must be kept, by the law of the place.
ENTREDON_BOOKS_YEARS: int = int(os.environ.get("ENTREDON_BOOKS_YEARS", "10"))
# Whether an empty node begins with sample commons: all of them, only the car, or none.
ENTREDON_SAMPLES: str = os.environ.get("ENTREDON_SAMPLES", "all")
ENTREDON_TEST_CLOCK: str = os.environ.get("ENTREDON_TEST_CLOCK", "")
ENTREDON_SUITE: bool = os.environ.get("ENTREDON_SUITE", "") == "1"
# A mirror's replay has no node behind it: its tables live and die with the process.
ENTREDON_MEMORY: bool = os.environ.get("ENTREDON_MEMORY", "") == "1"

DEBUG = os.environ.get("ENTREDON_DEBUG", "") == "1"
SECRET_KEY = home.secret_key(ENTREDON_HOME, memory=ENTREDON_MEMORY)
ALLOWED_HOSTS = [h for h in [ENTREDON_HOST.split(":")[0], "127.0.0.1", "localhost", "[::1]", "testserver"] if h]

# A replay knows no accounts, and starts sooner without them.
ACCOUNT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "entredon.log",
    "entredon.desk",
    "entredon.apps.people",
    "entredon.apps.commons",
    "entredon.apps.flows",
    "entredon.apps.library",
    "entredon.apps.work",
    "entredon.apps.social",
    "entredon.apps.value",
    "entredon.apps.treasury",
    "entredon.apps.market",
    "entredon.apps.decide",
    "entredon.site",
    # After ours, so that each of allauth's templates is the one we wrote.
    *([] if ENTREDON_MEMORY else ACCOUNT_APPS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "entredon.site.languages.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "entredon.desk.guard.SameOrigin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "entredon.site.looking.WhoLooks",
    "entredon.apps.people.account_sessions.NoteSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "entredon.apps.people.once_more.KeepNothing",
    "entredon.site.damage.SayDamage",
    "entredon.desk.too_often.SayTooOften",
]
ROOT_URLCONF = "entredon.site.urls"
WSGI_APPLICATION = "entredon.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000;"
        # What is deleted is overwritten: an erased text must not lie on in a page of the file.
        "PRAGMA secure_delete=ON"
    ),
}
if ENTREDON_MEMORY:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ENTREDON_HOME / "entredon.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
            # Locks and WAL show only in a real file: the suite uses one too.
            "TEST": {"NAME": ENTREDON_HOME / "test.sqlite3"},
        }
    }
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people_account"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "entredon.apps.people.account_resets.Tokens"  # noqa: S105  (names a class)
ACCOUNT_ADAPTER = "entredon.apps.people.account_adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "entredon.apps.people.account_forms.SignIn",
    "reset_password": "entredon.apps.people.account_forms.AskReset",
    "reset_password_from_key": "entredon.apps.people.account_forms.NewPassword",
    "change_password": "entredon.apps.people.account_forms.ChangePassword",
    "set_password": "entredon.apps.people.account_forms.SetPassword",
    "add_email": "entredon.apps.people.account_forms.ChangeAddress",
    "reauthenticate": "entredon.apps.people.account_forms.OnceMore",
}
# What is asked besides a password or a link, and passkeys, which let in by themselves.
MFA_ADAPTER = "entredon.apps.people.account_second.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ by half a minute
# No account begins with an address that isn't proven, so another one may wait to be.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "entredon.apps.people.account_second_forms.Code",
    "authenticate_webauthn": "entredon.apps.people.account_second_forms.Passkey",
    "reauthenticate": "entredon.apps.people.account_second_forms.CodeOnceMore",
    "reauthenticate_webauthn": "entredon.apps.people.account_second_forms.PasskeyOnceMore",
    "activate_totp": "entredon.apps.people.account_second_forms.FirstCode",
    "add_webauthn": "entredon.apps.people.account_second_forms.NewPasskey",
    "edit_webauthn": "entredon.apps.people.account_second_forms.PasskeyName",
}
# Who changes how an account is come into shows first that it is still her.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
# Besides allauth's own limits: objections of visitors, who need no account for them, and what they leave waiting; and what
# sends letters to others in the name of an account: messages to stewards, asking to be let in, founding with invitations.
ACCOUNT_RATE_LIMITS = {
    "write": "6/h/ip",
    "wait": "40/h/ip",
    "written": "30/h/user",
    "ask": "20/d/user",
    "found": "20/d/user",
}
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Visitors have no cookie: messages are kept in the session of who is signed in, never in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Under https the name itself makes browsers refuse the cookie from any other site, its own subdomains included.
SESSION_COOKIE_NAME = "__Host-entredon" if ENTREDON_HTTPS else "entredon"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENTREDON_HTTPS
if ENTREDON_HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the proxy says who asks, so that limits count people, not the proxy
globals().update(mail.settings_of(ENTREDON_MAIL))
DEFAULT_FROM_EMAIL: str = (
    os.environ.get("ENTREDON_MAIL_FROM") or f"entredon@{ENTREDON_HOST.split(':')[0] or 'localhost'}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Letters don't wait behind long work: each has a queue, worked off by a thread of its own.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}

LANGUAGE_CODE = "en"
# Each by its own name, so that whoever looks for hers finds it.
LANGUAGES = [("en", "English"), ("nl", "Nederlands"), ("fr", "Français")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Built files are served from where they lie in the package: nothing to collect.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# The names of fonts and pictures carry their hash, so browsers may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[0-9A-Z]{8}\.(woff2|svg)$"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # What isn't there or isn't allowed is told to who asked. Its address may hold a token, which no log is to keep.
    "loggers": {"django.request": {"level": "ERROR"}},
}
