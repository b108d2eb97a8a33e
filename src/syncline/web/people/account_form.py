"""An account as it is made and edited, on the page, in calls and by commands alike (SPEC 7.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from syncline.store.models import Rep
from syncline.web.access.permissions import MEANINGS, Permission
from syncline.web.people.models import Person

if TYPE_CHECKING:
    from syncline.jobs.history import Hand
    from syncline.store.history import History


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
        """Nobody edits who may more than they: another's password would be their permissions. Somebody must be left."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not {Permission(word) for word in self.person.permissions if word in set(Permission)} <= self.visitor_may:
            raise ValidationError("This account may do more than yours: somebody who may all of that has to edit it.")
        keeps = cleaned.get("is_active") and Permission.USERS in cleaned.get("permissions", [])
        others = Person.objects.filter(is_active=True, permissions__contains=[Permission.USERS]).exclude(
            pk=self.person.pk
        )
        had = bool(self.person.pk) and self.person.is_active and Permission.USERS in self.person.permissions
        if not self.errors and had and not keeps and not others.exists():
            raise ValidationError("Nobody else could manage people any more. Give somebody Manage Users first.")
        return cleaned


_TOLD = ("username", "name", "email", "rep", "permissions", "is_active")


def told_of(row: Person) -> dict[str, Any]:
    """Answer what others may know of an account; nothing of one that was not saved yet."""
    return {name: getattr(row, name) for name in _TOLD} if row.pk else {}


def save(row: Person, said: dict[str, Any], hand: Hand, history: History) -> None:
    """Write what a form said, and note who did it. A password is noted as changed."""
    before = told_of(row)
    for name in _TOLD:
        setattr(row, name, said[name])
    if said["password"]:
        row.set_password(said["password"])
    elif not row.pk:
        row.set_unusable_password()
    row.save()
    password = {"password": "set anew"} if said["password"] else {}
    hand.note(history, "person", row.username, before, told_of(row) | password)
