"""/services/oauth2: tokens by JWT bearer, user name and password, or client credentials; userinfo; revoke.

https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm
https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

import jwt

from syncline.sandbox.salesforce import login_policy
from syncline.sandbox.salesforce.rest.call import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jwt.types import Options

    from syncline.sandbox.salesforce.service import App, Service

_UNREAD: Final[Options] = {
    "verify_signature": False,
    "verify_exp": False,
    "verify_aud": False,
    "verify_iat": False,
    "verify_nbf": False,
}
_SIGNED: Final[Options] = {**_UNREAD, "verify_signature": True}
"""Only the signature is left to the library: it knows no clock but the machine's."""
JWT_BEARER: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class TokenRefusedError(Exception):
    """An OAuth error: a code and a description."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(code, description)
        self.body = {"error": code, "error_description": description}
        self.status = status


def token(service: Service, form: Mapping[str, str], authorization: str) -> Reply:
    """Answer POST /services/oauth2/token."""
    service.requests.tokens += 1
    flow = _FLOWS.get(form.get("grant_type", ""), _unknown_flow)
    try:
        return Reply(200, _granted(service, flow(service, {**_basic(authorization), **form})))
    except TokenRefusedError as error:
        return Reply(error.status, error.body)


def _granted(service: Service, user_id: str) -> dict[str, Any]:
    refused = login_policy.refusal(service, user_id)
    if refused:
        raise TokenRefusedError(*refused)
    return {
        "access_token": service.sessions.start(user_id),
        "scope": "api web",
        "instance_url": service.origin,
        "id": service.identity_url(user_id),
        "token_type": "Bearer",
        "api_instance_url": service.origin,
    }


def _by_assertion(service: Service, form: Mapping[str, str]) -> str:
    claims = _claims(service, form.get("assertion", ""))
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    accepted = service.audiences | {service.origin}
    if not any(isinstance(item, str) and item.rstrip("/") in accepted for item in audiences):
        raise TokenRefusedError("invalid_grant", "audience is invalid")
    if _seconds(claims.get("exp")) <= service.state.clock().timestamp():
        raise TokenRefusedError("invalid_grant", "assertion expired")
    return _approved(service, str(claims.get("sub", "")))


def _claims(service: Service, assertion: str) -> dict[str, Any]:
    """Read the claims of an assertion that the app's own key signed."""
    try:
        issuer = jwt.decode(assertion, options=_UNREAD).get("iss")
    except jwt.InvalidTokenError:
        raise TokenRefusedError("invalid_grant", "invalid assertion") from None
    app = service.apps.get(str(issuer))
    if app is None:
        raise TokenRefusedError("invalid_client_id", "client identifier invalid")
    try:
        return jwt.decode(assertion, app.public_key or "", algorithms=["RS256"], options=_SIGNED)
    except (jwt.InvalidTokenError, jwt.InvalidKeyError):
        raise TokenRefusedError("invalid_grant", "invalid assertion") from None


def _seconds(claim: object) -> float:
    try:
        return float(str(claim))
    except ValueError:
        return 0


def _approved(service: Service, username: str) -> str:
    """Answer the id of a user who may use the app; an unknown user reads like one who never approved it."""
    user_id = service.user_named(username)
    if user_id is None or not service.state.permissions[user_id].approved:
        raise TokenRefusedError("invalid_grant", "user hasn't approved this consumer")
    return user_id


def _by_password(service: Service, form: Mapping[str, str]) -> str:
    _app(service, form)
    user_id = service.user_named(form.get("username", ""))
    if user_id is None or service.passwords.get(user_id) != form.get("password"):
        raise TokenRefusedError("invalid_grant", "authentication failure")
    return _approved(service, form["username"])


def _by_app(service: Service, form: Mapping[str, str]) -> str:
    app = _app(service, form)
    if app.run_as is None:
        raise TokenRefusedError("invalid_grant", "no client credentials user enabled")
    return app.run_as


def _app(service: Service, form: Mapping[str, str]) -> App:
    app = service.apps.get(form.get("client_id", ""))
    if app is None:
        raise TokenRefusedError("invalid_client_id", "client identifier invalid")
    if app.secret is None or app.secret != form.get("client_secret"):
        raise TokenRefusedError("invalid_client", "invalid client credentials")
    return app


def _basic(authorization: str) -> dict[str, str]:
    """Read the app's id and secret from a Basic header, as client credentials may come."""
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(text).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": name, "client_secret": secret}


def _unknown_flow(_service: Service, _form: Mapping[str, str]) -> str:
    raise TokenRefusedError("unsupported_grant_type", "grant type not supported")


_FLOWS: dict[str, Callable[[Service, Mapping[str, str]], str]] = {
    JWT_BEARER: _by_assertion,
    "password": _by_password,
    "client_credentials": _by_app,
}


def revoke(service: Service, form: Mapping[str, str]) -> Reply:
    """Answer /services/oauth2/revoke?token=."""
    if service.sessions.revoke(form.get("token", "")):
        return Reply(200)
    return Reply(400, {"error": "unsupported_token_type", "error_description": "this token type is not supported"})


def identity(service: Service, user_id: str) -> dict[str, Any]:
    """Answer who a token's user is: the body of the id address."""
    row = service.state.tables["User"].rows[user_id]
    return {
        "id": service.identity_url(user_id),
        "asserted_user": True,
        "user_id": user_id,
        "organization_id": service.org_id,
        "username": row["Username"],
        "nick_name": row.get("CommunityNickname", ""),
        "display_name": row["Name"],
        "email": row["Email"],
        "email_verified": True,
        "first_name": row.get("FirstName"),
        "last_name": row["LastName"],
        "timezone": row.get("TimeZoneSidKey"),
        "active": row["IsActive"],
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "urls": {
            "rest": f"{service.origin}/services/data/v{{version}}/",
            "sobjects": f"{service.origin}/services/data/v{{version}}/sobjects/",
            "query": f"{service.origin}/services/data/v{{version}}/query/",
        },
    }


def userinfo(service: Service, user_id: str) -> dict[str, Any]:
    """Answer /services/oauth2/userinfo, in the words of OpenID Connect."""
    who = identity(service, user_id)
    return {
        "sub": who["id"],
        "user_id": user_id,
        "organization_id": service.org_id,
        "preferred_username": who["username"],
        "nickname": who["nick_name"],
        "name": who["display_name"],
        "email": who["email"],
        "email_verified": True,
        "given_name": who["first_name"],
        "family_name": who["last_name"],
        "zoneinfo": who["timezone"],
        "active": who["active"],
        "urls": who["urls"],
    }
