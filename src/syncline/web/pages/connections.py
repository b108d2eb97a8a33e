"""Connections of every kind (SPEC 1): seen, made, edited. What is secret is typed in and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from syncline.jobs.credentials import credentials_of
from syncline.jobs.key_drawer import UnknownKeyError
from syncline.jobs.orgs import confirm, org_state, switch
from syncline.web.access.needs import CUSTOMIZE, VIEW, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, store_of
from syncline.web.history import note
from syncline.web.set_up.connection_form import KINDS, entered, fields, label_of, typed_secrets
from syncline.web.set_up.keys import CHOSEN, TAKES, chosen_key, with_key
from syncline.web.set_up.parts import checked_part
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of, write

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from syncline.jobs.credentials import Credentials

SALESFORCE = "salesforce"


@needs(VIEW)
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """List them, with what only an org has: its switch, and whether another one answers."""
    store = store_of(request)
    configurations = store.configurations()
    rows = [
        {
            "row": row,
            "settings": [(label_of(key), value) for key, value in row.settings.items()],
            "kind": KINDS.get(row.kind, row.kind),
            "used_by": [one.name for one in configurations if row.name in {one.org, one.mail}],
            "org": org_state(store, row.name) if row.kind == SALESFORCE else None,
        }
        for row in store.connections(secrets=False)
    ]
    context = {"rows": rows, "kinds": KINDS, "may_edit": CUSTOMIZE.met_by(visit_of(request).visitor)}
    return render(request, "syncline/connections.html", context)


@needs(CUSTOMIZE)
@require_http_methods(["GET", "POST"])
def new_connection(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a connection of a kind."""
    if kind not in around(request).desk.kinds():
        raise Http404
    return _edit(request, "", kind)


@needs(CUSTOMIZE)
@require_http_methods(["GET", "POST"])
def connection(request: HttpRequest, name: str) -> HttpResponse:
    """Edit a connection."""
    found = around(request).desk.part("connections", name)
    if found is None:
        raise Http404
    return _edit(request, name, found["kind"])


def _edit(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    desk = around(request).desk
    parts = desk.part("connections")
    before = parts.get(name)
    context: dict[str, Any] = {"name": name, "kind": kind, "kind_label": KINDS.get(kind, kind), "mark": mark_of(before)}
    context["chosen"] = None
    if kind in TAKES:
        context |= {"takes_key": TAKES[kind], "made": around(request).keys.all(), "in_use": _in_use(request, name)}
    if request.method == "POST":
        return _entered(request, context, parts)
    context["fields"] = fields(desk.kinds()[kind], before or {}, kept=before is not None)
    return _shown(request, context, 200)


def _entered(request: HttpRequest, context: dict[str, Any], parts: dict[str, Any]) -> HttpResponse:
    """Take what was entered: a key that was made here stands before one that was typed."""
    desk, kind, form = around(request).desk, context["kind"], request.POST
    keys, name = desk.kinds()[kind], context["name"] or form.get("name", "").strip()
    before = parts.get(context["name"])
    part = entered(keys, form, before, name, kind)
    context |= {"new_name": name, "mark": form.get("mark", ""), "chosen": form.get(CHOSEN, "")}
    context["fields"] = fields(keys, part, kept=before is not None)
    if not name or (not context["name"] and name in parts):
        return _shown(request, context | {"wrong": "Give it a name of its own."}, 422)
    try:
        made = chosen_key(form, kind, name, around(request).keys)
    except UnknownKeyError:
        return _shown(request, context | {"wrong": "The key that was made here is gone. Make another one."}, 422)
    part = with_key(part, name) if made else part
    checked = checked_part(desk, "connections", name, part, typed_secrets(keys, request, name) | made, online=True)
    if checked.problems:
        return _shown(request, context | {"checked": checked}, 422)
    return _saved(request, context, checked, name)


def _shown(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "syncline/connection.html", context, status=status)


def _in_use(request: HttpRequest, name: str) -> Credentials | None:
    row = next((row for row in store_of(request).connections() if row.name == name), None)
    return credentials_of(row) if row is not None else None


def _saved(request: HttpRequest, context: dict[str, Any], checked: Any, name: str) -> HttpResponse:
    try:
        write(request, checked, ("connections", name), context["mark"])
    except ChangedMeanwhileError:
        return _shown(request, context | {"meanwhile": True}, 409)
    for one in checked.warnings:
        messages.warning(request, one.sentences)
    if chosen := request.POST.get(CHOSEN):
        around(request).keys.drop(chosen)
    messages.success(request, f"{name} is saved. Test it next.")
    return redirect("connections")


@needs(CUSTOMIZE)
@require_POST
def remove_connection(request: HttpRequest, name: str) -> HttpResponse:
    """Take a connection out; refused while a configuration names it."""
    desk = around(request).desk
    before = desk.part("connections", name)
    if before is None:
        raise Http404
    checked = checked_part(desk, "connections", name, None, {}, online=False)
    if checked.problems:
        messages.error(request, " ".join(one.sentences for one in checked.problems))
    else:
        write(request, checked, ("connections", name), mark_of(before))
        messages.success(request, f"{name} is taken out.")
    return redirect("connections")


@needs(CUSTOMIZE)
@require_POST
def switch_org(request: HttpRequest, name: str) -> HttpResponse:
    """Set the main switch of an org."""
    store = store_of(request)
    paused = request.POST.get("paused") == "yes"
    if switch(store, _org(request, name), paused=paused):
        note(request, "connection", name, {"paused": not paused}, {"paused": paused})
    messages.success(request, f"{name} is {'off: nothing of it is read or written' if paused else 'on'}.")
    return redirect("connections")


@needs(CUSTOMIZE)
@require_POST
def confirm_org(request: HttpRequest, name: str) -> HttpResponse:
    """Go on with the org that answers now."""
    org_id = confirm(store_of(request), _org(request, name))
    if org_id:
        note(request, "connection", name, {"org_id": ""}, {"org_id": org_id})
        messages.success(request, f"{name} is now the org {org_id}; its reps are matched anew.")
    return redirect("connections")


def _org(request: HttpRequest, name: str) -> str:
    rows = store_of(request).connections(secrets=False)
    if not any(row.name == name and row.kind == SALESFORCE for row in rows):
        raise Http404
    return name
