"""Django's settings. What differs between installations comes from the environment, set by the command line."""

from __future__ import annotations

import os

from syncline.store.address import database_settings

SECRET_KEY = os.environ.get("SYNCLINE_WEB_KEY", "only for tools that import settings and serve nothing")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SYNCLINE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "syncline.web.urls"
INSTALLED_APPS = ["syncline.store", "syncline.web"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", "postgresql:///syncline"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
