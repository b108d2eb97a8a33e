"""The Django application of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts."""

    name = "syncline.web.people"
    label = "people"

    def ready(self) -> None:
        """Journal every change of an account, with what was there before; passwords only as changed."""
        from auditlog.registry import auditlog  # noqa: PLC0415 - needs the applications to be loaded

        from syncline.web.people.models import Person  # noqa: PLC0415 - as above

        auditlog.register(Person, exclude_fields=["last_login"], mask_fields=["password"])
