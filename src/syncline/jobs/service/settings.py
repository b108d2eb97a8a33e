"""Django's settings for workers: what the store needs, and the queue. The pages have more (`web.settings`)."""

from __future__ import annotations

from syncline.store import settings as store

SECRET_KEY = store.SECRET_KEY
INSTALLED_APPS = ["procrastinate.contrib.django", *store.INSTALLED_APPS]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
DATABASES = store.DATABASES
DEFAULT_AUTO_FIELD = store.DEFAULT_AUTO_FIELD
USE_TZ = store.USE_TZ
TIME_ZONE = store.TIME_ZONE
