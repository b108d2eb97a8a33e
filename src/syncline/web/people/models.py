"""The table of accounts, and what belongs to one."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class People(BaseUserManager["Person"]):
    """Finds accounts by the name under which people sign in, case ignored."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Answer an account by the name that somebody typed."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. `permissions` are words of `access.permissions`; `rep` is the id of the rep they are."""

    username = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    permissions = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    rep = models.TextField(default="", blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    made = models.DateTimeField(default=timezone.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """Two names that differ by case alone would be one person to everybody else."""

        constraints = (models.UniqueConstraint(Lower("username"), name="person_username"),)

    def __str__(self) -> str:
        return self.name or self.username


class SavedReport(models.Model):
    """An error report that somebody saved: the filter of the page as a query. `shared` ones are seen by everybody."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reports")
    name = models.CharField(max_length=120)
    query = models.TextField()
    shared = models.BooleanField(default=False)

    class Meta:
        """A person's second report of a name takes the place of the first."""

        constraints = (models.UniqueConstraint(fields=["person", "name"], name="saved_report_name"),)

    def __str__(self) -> str:
        return self.name
