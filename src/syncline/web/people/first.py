"""The first admin: made by whoever holds the code that the command line printed (nobody else can take the place)."""

from __future__ import annotations

from secrets import compare_digest
from typing import TYPE_CHECKING

from django.db import connection, transaction

from syncline.web.access.permissions import ALL
from syncline.web.people.models import Person

if TYPE_CHECKING:
    from syncline.web.people.forms import FirstAdmin

_ONE_FIRST = 0x53594E44
"""Advisory lock: two who come at once cannot both be the first."""


class NotFirstError(Exception):
    """Somebody has an account already, or the code is another one."""


def nobody_yet() -> bool:
    """Whether there is no account that could let anybody in."""
    return not Person.objects.exists()


def make_first(form: FirstAdmin, code: str) -> Person:
    """Make the first admin. `code` is the one that was printed. Raises `NotFirstError`."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_FIRST])
        if not code or not compare_digest(code.encode(), form.cleaned_data["code"].strip().encode()):
            raise NotFirstError("code")
        if not nobody_yet():
            raise NotFirstError("account")
        return make(form.cleaned_data["username"], form.cleaned_data["password"])


def make(username: str, password: str | None) -> Person:
    """Make an account that may do everything; without a password, one that nobody can sign in to by typing."""
    person = Person(username=username, permissions=sorted(ALL))
    person.set_password(password)
    person.save()
    return person


def demo_admin(username: str) -> None:
    """Make sure that the demonstration's admin is there; signed in without a password, on this machine alone."""
    if nobody_yet():
        make(username, None)
