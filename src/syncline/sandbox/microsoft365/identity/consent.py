"""The page on which an administrator of the tenant grants an application what it asks for.

https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from .errors import SignInError

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

    from syncline.sandbox.microsoft365.tenant import Tenant

    from .app import App

_PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Permissions requested</title></head>
<body><h1>Permissions requested</h1><p>Review for your organization: {tenant}</p>
<p>The app {app} asks for: {roles}</p>
<p>If you accept, this app gets access to the specified resources for all users in your organization.</p>
<form method="post"><button name="decision" value="cancel">Cancel</button>
<button name="decision" value="accept">Accept</button></form></body></html>
"""


def consent(tenant: Tenant, request: Request) -> Response:
    """Ask in a browser; send everything else back as if the administrator had answered as `admin_agrees` says."""
    app = tenant.apps.get(request.args.get("client_id", ""))
    if app is None:
        raise SignInError(700016, request.args.get("client_id", ""), tenant.name)
    if not request.args.get("redirect_uri"):
        raise SignInError(900144, "redirect_uri")
    if request.method == "POST":
        return _sent_back(tenant, app, request, agreed=request.form.get("decision") == "accept")
    if request.accept_mimetypes.accept_html and "text/html" in request.headers.get("Accept", ""):
        roles = ", ".join(sorted(app.wanted_roles)) or "nothing"
        page = _PAGE.format(tenant=escape(tenant.name), app=escape(app.client_id), roles=escape(roles))
        return Response(page, content_type="text/html; charset=utf-8")
    return _sent_back(tenant, app, request, agreed=tenant.admin_agrees)


def _sent_back(tenant: Tenant, app: App, request: Request, *, agreed: bool) -> Response:
    state = {"state": request.args["state"]} if "state" in request.args else {}
    if agreed:
        app.installed = True
        app.roles |= app.wanted_roles
        scope = request.args.get("scope", "https://graph.microsoft.com/.default")
        told = {"admin_consent": "True", "tenant": tenant.id, **state, "scope": scope}
    else:
        text = "AADSTS65004: User declined to consent to access the app."
        told = {"error": "access_denied", "error_description": text, **state}
    back = request.args["redirect_uri"]
    joint = "&" if "?" in back else "?"
    return Response(status=302, headers={"Location": f"{back}{joint}{urlencode(told)}"})
