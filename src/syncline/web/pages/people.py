"""Accounts (SPEC 7.7): who may sign in, what each may do, and which rep they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from syncline.web.access.needs import USERS, needs
from syncline.web.access.permissions import MEANINGS, ROLES, Permission
from syncline.web.access.visitor import visit_of
from syncline.web.asked import store_of
from syncline.web.history import hand
from syncline.web.lists import people as lists
from syncline.web.lists.window import window
from syncline.web.people.account_form import PersonForm, save
from syncline.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


@needs(USERS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List accounts."""
    found = lists.found(request.GET.get("q", "").strip())
    return render(request, "syncline/people.html", {"window": window(request, found, _shown), "asked": request.GET})


def _shown(rows: Sequence[Person]) -> list[Person]:
    for one in rows:
        labels = [MEANINGS[Permission(word)].label for word in one.permissions if word in set(Permission)]
        setattr(one, "labels", labels)  # noqa: B010 - the list shows them, the table does not have them
    return list(rows)


@needs(USERS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    return _edit(request, Person())


@needs(USERS)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an account."""
    return _edit(request, get_object_or_404(Person, pk=pk))


def _edit(request: HttpRequest, row: Person) -> HttpResponse:
    may = visit_of(request).visitor.permissions
    names = ("username", "name", "email", "rep", "is_active")
    form = PersonForm(
        request.POST or None, person=row, visitor_may=may, initial={name: getattr(row, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        save(row, form.cleaned_data, hand(request), store_of(request))
        messages.success(request, f"{row.username} is saved.")
        return redirect("people")
    held = set(request.POST.getlist("permissions")) if request.method == "POST" else set(row.permissions)
    context = {
        "person": row,
        "form": form,
        "permissions": [(word.value, meaning, word.value in held) for word, meaning in MEANINGS.items()],
        "roles": [(role, label, " ".join(sorted(words))) for role, (label, words) in ROLES.items()],
    }
    return render(request, "syncline/person.html", context, status=422 if form.errors else 200)
