"""Django with everything that the pages need, whichever test of a process comes first: it is set up once."""

from __future__ import annotations

import os

import django
from django.apps import apps
from django.conf import settings


def set_up_django() -> None:
    """Set Django up for the pages; programs started from here find their own settings."""
    if apps.ready:
        return
    before = os.environ.get("DJANGO_SETTINGS_MODULE")
    os.environ["DJANGO_SETTINGS_MODULE"] = "syncline.web.settings"
    try:
        django.setup()
    finally:
        if before is None:
            del os.environ["DJANGO_SETTINGS_MODULE"]
    # Real hashing takes half a second, on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
