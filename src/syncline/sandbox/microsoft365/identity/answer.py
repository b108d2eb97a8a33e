"""From a request to the identity platform to its answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from werkzeug.wrappers import Request, Response

from .consent import consent
from .errors import SignInError
from .token import token

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.tenant import Tenant

_ANY: Final = frozenset({"common", "organizations"})
_DISCOVERY: Final = ("v2.0", ".well-known", "openid-configuration")


def answer(tenant: Tenant, request: Request) -> Response | None:
    """Answer a request; None if it is not for the identity platform."""
    origin = request.host_url.rstrip("/")
    segments = [segment for segment in request.path.split("/") if segment]
    if segments == ["common", "discovery", "instance"]:
        return _json(_instance(request, origin))
    if segments[:1] == segments[1:2]:
        # Some clients put the tenant behind an authority that has it already.
        segments = segments[1:]
    named, rest = segments[0] if segments else "", tuple(segments[1:])
    try:
        return _for_tenant(tenant, request, origin, named, rest)
    except SignInError as error:
        trace, correlation = tenant.new_id(), request.args.get("client-request-id") or tenant.new_id()
        return _json(error.body(tenant.clock(), trace, correlation, origin), error.status)


def _for_tenant(
    tenant: Tenant, request: Request, origin: str, named: str, rest: tuple[str, ...]
) -> Response | None:  # fmt: skip
    if rest == ("oauth2", "v2.0", "token") and request.method == "POST":
        _check(tenant, named)
        tenant.count("token")
        return _json(token(tenant, request.form, origin, f"{origin}/{named}/oauth2/v2.0/token"))
    if rest == _DISCOVERY:
        _check(tenant, named)
        return _json(_configuration(tenant, origin, named))
    if rest == ("discovery", "v2.0", "keys"):
        return _json({"keys": []})
    if rest in {("adminconsent",), ("v2.0", "adminconsent")}:
        _check(tenant, named)
        return consent(tenant, request)
    return None


def _check(tenant: Tenant, named: str) -> None:
    if named.casefold() not in {tenant.id, tenant.domain.casefold(), *_ANY}:
        raise SignInError(90002, named)


def _configuration(tenant: Tenant, origin: str, named: str) -> dict[str, Any]:
    """The endpoints that a client needs.

    https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
    """
    base = f"{origin}/{named}"
    return {
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": f"{origin}/{tenant.id}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
        "tenant_region_scope": "EU",
        "cloud_instance_name": _host(origin),
        "msgraph_host": _host(origin),
    }


def _host(origin: str) -> str:
    return origin.partition("://")[2]


def _instance(request: Request, origin: str) -> dict[str, Any]:
    host = _host(origin)
    authority = request.args.get("authorization_endpoint", "").split("/oauth2/")[0]
    return {
        "tenant_discovery_endpoint": f"{authority}/v2.0/.well-known/openid-configuration",
        "api-version": "1.1",
        "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
    }


def _json(body: dict[str, Any], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store, no-cache"}
    return Response(json.dumps(body), status, headers, content_type="application/json; charset=utf-8")
