"""Django's settings for the pages. What differs between installations is set when they are served (see `serve`)."""

from __future__ import annotations

import os

from syncline.store import settings as store

DATABASES = store.DATABASES
DEFAULT_AUTO_FIELD = store.DEFAULT_AUTO_FIELD
USE_TZ = store.USE_TZ
TIME_ZONE = store.TIME_ZONE

SECRET_KEY = "only for tools that import settings and serve nothing"  # noqa: S105 - `serve` puts the real one here
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SYNCLINE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "syncline.web.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "syncline.store",
    "syncline.web.people",
    "syncline.web",
]
MESSAGE_TAGS = {40: "danger"}
"""Bootstrap calls an error so; 40 is `django.contrib.messages.constants.ERROR`."""
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "syncline.web.safe_headers.safe_headers",
    "syncline.web.cross_origin.cross_origin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "syncline.web.access.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "syncline.web.navigation.around_the_page",
            ],
            "builtins": ["syncline.web.templatetags.syncline"],
        },
    }
]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SESSION_COOKIE_NAME = "syncline_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "syncline_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "syncline.web.refusals.not_from_here"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
"""Hours: long enough to make guessing hopeless, short enough for a person who mistyped."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "syncline.web.refusals.too_many_tries"
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"

ACCOUNT_ADAPTER = "syncline.web.people.single_sign_on.NoSignUp"
SOCIALACCOUNT_ADAPTER = "syncline.web.people.single_sign_on.SingleSignOn"
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_LOGIN_ON_GET = True
"""By a link: what leads to another site cannot be a form, under our own Content-Security-Policy."""
