"""Configurations (SPEC 3): who syncs, in which direction, by which rules - and what a change would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from syncline.planner.from_settings import contact_policy, event_policy
from syncline.web.access.needs import CONFIGURE, VIEW, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, store_of
from syncline.web.lists.history import changes_of
from syncline.web.lists.in_force import InForce, first_few
from syncline.web.lists.summary import in_force
from syncline.web.set_up.configuration_form import acted, entered, shown
from syncline.web.set_up.counting import counted_as
from syncline.web.set_up.org_fields import offered, remembered
from syncline.web.set_up.parts import checked_part
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of, write

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from syncline.web.set_up.desk import Checked

_NEW: dict[str, Any] = {"active": False}


@needs(VIEW)
@require_safe
def configurations(request: HttpRequest) -> HttpResponse:
    """List them, with who is in force where."""
    store = store_of(request)
    counts, few = in_force(around(request).clock), first_few()
    rows = [
        {
            "row": row,
            "contacts": contact_policy(row.settings).direction,
            "events": event_policy(row.settings).direction,
            "reps": counts.get(row.name, InForce()),
            "first": few.get(row.name, []),
            "profiles": row.settings.get("profiles", []),
        }
        for row in store.configurations()
    ]
    context = {
        "rows": rows,
        "may_edit": CONFIGURE.met_by(visit_of(request).visitor),
        "connections": {row.kind == "salesforce" for row in store.connections(secrets=False)} == {True, False},
    }
    return render(request, "syncline/configurations.html", context)


@needs(CONFIGURE)
@require_http_methods(["GET", "POST"])
def new_configuration(request: HttpRequest) -> HttpResponse:
    """Make one; it begins inactive, so that it can be previewed."""
    return _edit(request, "", _NEW)


@needs(CONFIGURE)
@require_http_methods(["GET", "POST"])
def configuration(request: HttpRequest, name: str) -> HttpResponse:
    """Edit one."""
    return _edit(request, name, _part(request, name))


def _part(request: HttpRequest, name: str) -> dict[str, Any]:
    found: dict[str, Any] | None = around(request).desk.part("configurations", name)
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, name: str, before: dict[str, Any]) -> HttpResponse:
    kinds = [(row.name, row.kind) for row in store_of(request).connections(secrets=False)]
    orgs = [one for one, kind in kinds if kind == "salesforce"]
    context: dict[str, Any] = {
        "name": name,
        "active": before["active"],
        "orgs": orgs,
        "mails": [one for one, kind in kinds if kind not in {"salesforce", "openid_connect"}],
        "mark": mark_of(before if name else None),
        "history": changes_of("configuration", name) if name else [],
        "count_as": counted_as(name),
    }
    part = before if request.method == "GET" else entered(request.POST, before)
    again = request.POST.get("again") == "yes"
    org = part.get("org") or next(iter(orgs), "")
    known = offered(request, org, again=True) if again else remembered(request, org)
    context |= {"offered": known, "form": shown(part, known.fields)}
    if request.method == "GET":
        return render(request, "syncline/configuration.html", context)
    chosen = name or request.POST.get("name", "").strip()
    context |= {"new_name": chosen, "mark": request.POST.get("mark", "")}
    if again or request.POST.get("act"):
        form = shown(acted(part, request.POST.get("act", "")), known.fields)
        return render(request, "syncline/configuration.html", context | {"form": form, "unsaved": True})
    if not chosen:
        return render(request, "syncline/configuration.html", context | {"wrong": "Give it a name."}, status=422)
    return _save(request, context, chosen, part, say=f"{chosen} is saved.")


def _save(
    request: HttpRequest, context: dict[str, Any], name: str, part: dict[str, Any] | None, say: str
) -> HttpResponse:
    checked = _checked(request, name, part)
    if checked.problems:
        return render(request, "syncline/configuration.html", context | {"checked": checked}, status=422)
    try:
        write(request, checked, ("configurations", name), context["mark"])
    except ChangedMeanwhileError:
        now = around(request).desk.part("configurations", name)
        meanwhile = {"meanwhile": True, "gone": now is None, "history": changes_of("configuration", name)}
        return render(request, "syncline/configuration.html", context | meanwhile, status=409)
    for one in checked.warnings:
        messages.warning(request, one.sentences)
    messages.success(request, say)
    return redirect("configuration", name=name)


def _checked(request: HttpRequest, name: str, part: dict[str, Any] | None) -> Checked:
    """Hold the whole set-up with this part changed, or taken out, against everything."""
    return checked_part(around(request).desk, "configurations", name, part, {}, online=part is not None)


@needs(CONFIGURE)
@require_POST
def activate(request: HttpRequest, name: str) -> HttpResponse:
    """Make a configuration active, or not: links are kept, and it goes on where it stopped."""
    before = _part(request, name)
    active = request.POST.get("active") == "yes"
    checked = _checked(request, name, {**before, "active": active})
    if checked.problems:
        messages.error(request, " ".join(one.sentences for one in checked.problems))
    else:
        said = f"{name} is {'active: its reps sync from the next cycle on' if active else 'not active'}."
        _write(request, checked, name, before, said)
    return redirect("configurations")


@needs(CONFIGURE)
@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Delete a configuration: the links of its reps end, and no record is deleted."""
    before = _part(request, name)
    checked = _checked(request, name, None)
    if checked.problems:
        messages.error(request, " ".join(one.sentences for one in checked.problems))
    else:
        _write(request, checked, name, before, f"{name} is deleted. Links end; no record is deleted.")
    return redirect("configurations")


def _write(request: HttpRequest, checked: Checked, name: str, before: dict[str, Any], said: str) -> None:
    """Write what was decided about the configuration as it stood, unless somebody changed it meanwhile."""
    try:
        write(request, checked, ("configurations", name), mark_of(before))
    except ChangedMeanwhileError:
        messages.error(request, f"Somebody else changed {name} at the same moment. Nothing was done: look again.")
    else:
        messages.success(request, said)
