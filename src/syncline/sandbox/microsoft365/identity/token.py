"""POST /{tenant}/oauth2/v2.0/token: client credentials, by a secret or by a certificate.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from . import access, assertion
from .errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.microsoft365.tenant import Tenant

    from .app import App

_DEFAULT: Final = "/.default"


def token(tenant: Tenant, form: Mapping[str, str], origin: str, address: str) -> dict[str, Any]:
    """Answer an access token; `address` is where the request went, which an assertion has to name."""
    grant = _needed(form, "grant_type")
    if grant != "client_credentials":
        raise SignInError(70003, grant)
    app = _app(tenant, form)
    _prove(tenant, app, form, address)
    _check_scope(_needed(form, "scope"), origin)
    return {
        "token_type": "Bearer",
        "expires_in": tenant.token_life,
        "ext_expires_in": tenant.token_life,
        "access_token": access.issue(tenant, app, origin),
    }


def _needed(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise SignInError(900144, name)
    return form[name]


def _app(tenant: Tenant, form: Mapping[str, str]) -> App:
    client = form.get("client_id") or (
        assertion.client_of(form["client_assertion"]) if "client_assertion" in form else ""
    )
    if not client:
        raise SignInError(900144, "client_id")
    app = tenant.apps.get(client)
    if app is None:
        raise SignInError(700016, client, tenant.name)
    if not app.installed:
        raise SignInError(7000229, client, tenant.id)
    return app


def _prove(tenant: Tenant, app: App, form: Mapping[str, str], address: str) -> None:
    now = tenant.clock()
    if form.get("client_assertion"):
        if form.get("client_assertion_type") != assertion.TYPE:
            raise SignInError(900144, "client_assertion_type")
        audiences = frozenset({address, address.replace("/oauth2/v2.0/token", "/v2.0")})
        assertion.prove(app, form["client_assertion"], now, audiences)
        return
    if not form.get("client_secret"):
        raise SignInError(7000216)
    held = next((one for one in app.secrets if one.value == form["client_secret"]), None)
    if held is None:
        raise SignInError(7000215, app.client_id)
    if held.expires <= now:
        raise SignInError(7000222, app.client_id)


def _check_scope(scope: str, origin: str) -> None:
    resource = scope.removesuffix(_DEFAULT)
    if resource == scope:
        raise SignInError(1002012, scope)
    if resource.rstrip("/") not in {access.AUDIENCE, origin, f"{origin}/v1.0"}:
        raise SignInError(500011, resource)
