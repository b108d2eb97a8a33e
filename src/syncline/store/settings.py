"""Django's settings for who works with the store alone: commands and workers. The pages have more (`web.settings`)."""

from __future__ import annotations

import os

from syncline.store.address import database_settings

SECRET_KEY = "not used: nothing is signed without pages"  # noqa: S105 - it is no secret
INSTALLED_APPS = ["syncline.store"]
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", "postgresql:///syncline"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
