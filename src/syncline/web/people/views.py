"""Signing in and out, the first admin, one's own password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from syncline.jobs.tokens import TokenTakenError, make_token, revoke_token, tokens_of
from syncline.web.access.needs import ANYBODY, SIGNED_IN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, now_of, store_of
from syncline.web.history import hand, note
from syncline.web.people.account_form import told_of
from syncline.web.people.first import NotFirstError, make_first, nobody_yet
from syncline.web.people.forms import ChangePassword, FirstAdmin, SignIn
from syncline.web.people.models import Person
from syncline.web.people.single_sign_on import providers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@needs(ANYBODY)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in who knows a password, or lead them to the single sign-on."""
    if nobody_yet():
        return redirect("welcome")
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = authenticate(request, **form.cleaned_data)
        if known is not None:
            login(request, known)
            return redirect(_next(request))
        form.add_error(None, "This user name and password do not belong together.")
    context = {"form": form, "next": _next(request), "providers": providers(request)}
    return render(request, "syncline/sign_in.html", context, status=200 if request.method == "GET" else 401)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@needs(ANYBODY)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@needs(ANYBODY)
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Make the first admin."""
    if not nobody_yet():
        return redirect("/")
    form = FirstAdmin(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid() and (made := _first(form, around(request).code)):
        hand(request, made.username).note(store_of(request), "person", made.username, {}, told_of(made))
        login(request, made, backend=_BACKEND)
        return redirect("start")
    return render(request, "syncline/welcome.html", {"form": form}, status=200 if request.method == "GET" else 422)


def _first(form: FirstAdmin, code: str) -> Person | None:
    try:
        return make_first(form, code)
    except NotFirstError:
        form.add_error("code", "This is not the code that was printed last.")
        return None


@needs(SIGNED_IN)
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account, and change the password."""
    person = get_object_or_404(Person, username=visit_of(request).visitor.name)
    form = ChangePassword(request.POST or None, person=person, request=request)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["password"])
        person.save()
        note(request, "person", person.username, {}, {"password": "set anew"})
        update_session_auth_hash(request, person)
        messages.success(request, "Your password is changed.")
        return redirect("account")
    return _account(request, person, form, status=422 if form.errors else 200)


def _account(
    request: HttpRequest, person: Person, form: ChangePassword, status: int = 200, **more: Any
) -> HttpResponse:
    tokens = tokens_of(store_of(request), person.username)
    context = {"form": form, "person": person, "tokens": tokens} | more
    return render(request, "syncline/account.html", context, status=status)


@needs(SIGNED_IN)
@require_POST
def token_make(request: HttpRequest) -> HttpResponse:
    """Make a token of one's own, and show it once."""
    person = get_object_or_404(Person, username=visit_of(request).visitor.name)
    name = f"{person.username}: {request.POST.get('name', '').strip()[:80]}"
    try:
        made = make_token(store_of(request), name, now_of(request), person=person.username)
    except TokenTakenError:
        messages.error(request, "You have a token of that name already: take it back first.")
        return redirect("account")
    note(request, "token", name, {}, {"made": "yes"})
    return _account(request, person, ChangePassword(person=person, request=request), made=made, made_name=name)


@needs(SIGNED_IN)
@require_POST
def token_revoke(request: HttpRequest) -> HttpResponse:
    """Take one of one's own tokens back."""
    store, name = store_of(request), request.POST.get("name", "")
    if any(one.name == name for one in tokens_of(store, visit_of(request).visitor.name)):
        revoke_token(store, name)
        note(request, "token", name, {"made": "yes"}, {})
        messages.success(request, "The token opens nothing any more.")
    return redirect("account")
