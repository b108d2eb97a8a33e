"""What people type to get in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from syncline.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest


def _password(label: str, *, new: bool) -> forms.CharField:
    word = "new-password" if new else "current-password"
    return forms.CharField(
        label=label, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": word, "class": "form-control"})
    )


def _text(label: str, help_text: str = "", **attributes: str) -> forms.CharField:
    shown = forms.TextInput(attrs={"class": "form-control", **attributes})
    return forms.CharField(label=label, help_text=help_text, max_length=254, widget=shown)


class SignIn(forms.Form):
    """A name and a password."""

    username = _text("User name", autocomplete="username", autocapitalize="none", autofocus="")
    password = _password("Password", new=False)


class NewPassword(forms.Form):
    """A password, twice. `person` is whose it will be: it must not resemble their name."""

    password = _password("Password", new=True)
    again = _password("Password, once more", new=True)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Refuse what is guessed easily."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", "The two passwords differ.")
        elif "password" in cleaned:
            self._check(cleaned["password"], self.person or Person(username=cleaned.get("username", "")))
        return cleaned

    def _check(self, password: str, person: Person) -> None:
        try:
            validate_password(password, person)
        except ValidationError as error:
            self.add_error("password", error)


class FirstAdmin(NewPassword):
    """The first account."""

    code = _text("Code", "The command line printed it when Syncline started.", autocomplete="off", autofocus="")
    username = _text("User name", "An e-mail address is a good one.", autocomplete="username", autocapitalize="none")

    field_order = ("code", "username", "password", "again")


class ChangePassword(NewPassword):
    """A new password, for who knows the old one."""

    old = _password("Your password now", new=False)
    field_order = ("old", "password", "again")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old(self) -> str:
        """Refuse who does not know it. Guesses are counted as at the sign-in: five, and the name is closed a while."""
        old: str = self.cleaned_data["old"]
        known = self.person and authenticate(self.request, username=self.person.username, password=old)
        if known != self.person:
            raise ValidationError("This is not your password.")
        return old
