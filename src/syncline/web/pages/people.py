"""Accounts (SPEC 7.7): who may sign in, what each may do, and which rep they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from syncline.store.models import Rep
from syncline.web.access.needs import USERS, needs
from syncline.web.access.permissions import MEANINGS, ROLES, Permission
from syncline.web.access.visitor import visit_of
from syncline.web.lists.window import window
from syncline.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


class PersonForm(forms.Form):
    """An account as an administrator edits it. An empty password leaves the one there is."""

    username = forms.CharField(
        max_length=254, label="User name", widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    name = forms.CharField(max_length=200, required=False, label="Name")
    email = forms.EmailField(
        required=False, label="E-mail address", help_text="Single sign-on finds the account by it."
    )
    rep = forms.CharField(
        required=False,
        label="Rep",
        help_text="If they sync themselves: their Salesforce user name. They see their own.",
    )
    password = forms.CharField(
        required=False, strip=False, label="New password", help_text="Left empty: stays, or single sign-on alone.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    permissions = forms.MultipleChoiceField(required=False, choices=[(one.value, one.value) for one in Permission])
    is_active = forms.BooleanField(required=False)

    def __init__(self, *args: Any, person: Person, visitor_may: frozenset[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.visitor_may = visitor_may
        for field in ("username", "name", "email", "rep", "password"):
            self.fields[field].widget.attrs["class"] = "form-control"

    def clean_username(self) -> str:
        """One name is one person."""
        username: str = self.cleaned_data["username"].strip()
        if Person.objects.filter(username__iexact=username).exclude(pk=self.person.pk).exists():
            raise ValidationError("Somebody else is called that.")
        return username

    def clean_rep(self) -> str:
        """Find the rep, and answer the id."""
        text: str = self.cleaned_data["rep"].strip()
        if not text:
            return ""
        found = list(Rep.objects.filter(Q(id__iexact=text) | Q(username__iexact=text)).values_list("id", flat=True)[:2])
        if len(found) != 1:
            raise ValidationError("No rep is called that." if not found else "Several are: write ORG/USERNAME.")
        return found[0]

    def clean_password(self) -> str:
        """Refuse what is guessed easily."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.person)
        return password

    def clean_permissions(self) -> list[str]:
        """Nobody gives, or takes, what they do not have themselves."""
        wanted = {Permission(word) for word in self.cleaned_data["permissions"]}
        held = {Permission(word) for word in self.person.permissions if word in set(Permission)}
        beyond = (wanted ^ held) - self.visitor_may
        if beyond:
            labels = ", ".join(sorted(MEANINGS[one].label for one in beyond))
            raise ValidationError(f"You cannot give or take what you do not have yourself: {labels}.")
        return sorted(wanted)

    def clean(self) -> dict[str, Any]:
        """Somebody must be left who can make accounts."""
        cleaned: dict[str, Any] = super().clean() or {}
        keeps = cleaned.get("is_active") and Permission.USERS in cleaned.get("permissions", [])
        others = Person.objects.filter(is_active=True, permissions__contains=[Permission.USERS]).exclude(
            pk=self.person.pk
        )
        if not self.errors and self.person.pk and not keeps and not others.exists():
            raise ValidationError("Nobody else could manage people any more. Give somebody Manage Users first.")
        return cleaned


@needs(USERS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List accounts."""
    found = Person.objects.order_by("username")
    if text := request.GET.get("q", "").strip():
        found = found.filter(Q(username__icontains=text) | Q(name__icontains=text) | Q(email__icontains=text))
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
        _save(row, form.cleaned_data)
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


def _save(row: Person, said: dict[str, Any]) -> None:
    for name in ("username", "name", "email", "rep", "permissions", "is_active"):
        setattr(row, name, said[name])
    if said["password"]:
        row.set_password(said["password"])
    elif not row.pk:
        row.set_unusable_password()
    row.save()
