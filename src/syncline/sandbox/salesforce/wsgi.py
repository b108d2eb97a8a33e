"""From WSGI to the org's resources and back."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from werkzeug.wrappers import Response

from syncline.sandbox.salesforce import login_policy, oauth, soap
from syncline.sandbox.salesforce.acting import Acting
from syncline.sandbox.salesforce.duplicates import Wishes
from syncline.sandbox.salesforce.errors import RefusedError, not_found
from syncline.sandbox.salesforce.rest import composite, routes
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.rest.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIEnvironment

    from syncline.sandbox.salesforce.service import Service

_SOAP: Final = re.compile(r"/services/Soap/[uc]/([\d.]+)(?:/.*)?", re.IGNORECASE)
LONGEST_URI: Final = 16_384
"""Longer addresses, as of a query with many ids, are answered 414 before anything is looked at."""
_WORTH_ZIPPING: Final = 1_000
_JSON: Final = "application/json;charset=UTF-8"

routes.add("composite", "/composite", post=composite.composite)
routes.add("composite/batch", "/composite/batch", post=composite.batch)


def answer(service: Service, environ: WSGIEnvironment) -> Response:
    """Answer one HTTP request. The caller holds the org's lock."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    service.origin = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST') or environ['SERVER_NAME']}"
    service.caller = environ.get("REMOTE_ADDR", service.caller)
    body = _body(environ)
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > LONGEST_URI:
        return Response("URI Too Long", 414, content_type="text/html")
    soap_path = _SOAP.fullmatch(path)
    if soap_path:
        status, xml = soap.answer(service, body, soap_path[1])
        service.state.tables.commit()
        return Response(xml, status, content_type="text/xml;charset=UTF-8")
    open_to_all = _OPEN.get(path.rstrip("/"))
    try:
        reply = open_to_all(service, environ, body) if open_to_all else _with_session(service, environ, path, body)
    except RefusedError as error:
        service.state.tables.roll_back(0)
        reply = Reply(error.status, error.as_body())
    service.state.tables.commit()
    return _response(service, environ, path, reply)


def _body(environ: WSGIEnvironment) -> bytes:
    stream: Any = environ["wsgi.input"]
    length = environ.get("CONTENT_LENGTH")
    body: bytes = b""
    if length:
        body = stream.read(int(length))
    elif "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        body = stream.read()
    return gzip.decompress(body) if environ.get("HTTP_CONTENT_ENCODING", "").lower() == "gzip" else body


def _arguments(environ: WSGIEnvironment) -> dict[str, str]:
    return dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))


def _form(environ: WSGIEnvironment, body: bytes) -> dict[str, str]:
    return {**_arguments(environ), **dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))}


def _token(service: Service, environ: WSGIEnvironment, body: bytes) -> Reply:
    if environ["REQUEST_METHOD"] != "POST":
        return Reply(400, {"error": "invalid_request", "error_description": "must use HTTP POST"})
    return oauth.token(service, _form(environ, body), environ.get("HTTP_AUTHORIZATION", ""))


def _revoke(service: Service, environ: WSGIEnvironment, body: bytes) -> Reply:
    return oauth.revoke(service, _form(environ, body))


def _versions(service: Service, _environ: WSGIEnvironment, _body: bytes) -> Reply:
    return Reply(200, versions(service.newest))


_OPEN: dict[str, Callable[[Service, WSGIEnvironment, bytes], Reply]] = {
    "/services/oauth2/token": _token,
    "/services/oauth2/revoke": _revoke,
    "/services/data": _versions,
}


def _with_session(service: Service, environ: WSGIEnvironment, path: str, body: bytes) -> Reply:
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    user_id = service.sessions.user(token.strip() if scheme.lower() in {"bearer", "oauth"} else "")
    wishes = Wishes.read(environ.get("HTTP_SFORCE_DUPLICATE_RULE_HEADER"))
    acting = Acting(service.state, user_id, wishes)
    usable = service.state.tables["User"].rows[user_id]["IsActive"] and login_policy.in_hours(service, acting.may)
    if service.locked or not usable:
        raise RefusedError("INVALID_SESSION_ID", "Session expired or invalid", status=401)
    if path.rstrip("/") == "/services/oauth2/userinfo":
        return Reply(200, oauth.userinfo(service, user_id))
    if path.startswith("/id/"):
        return Reply(200, oauth.identity(service, user_id))
    if not service.api_enabled or not acting.may.api_enabled:
        message = "The REST API is not enabled for this Organization."
        raise RefusedError("API_DISABLED_FOR_ORG", message, status=403)
    return _data(service, environ, acting, path, body)


def _data(service: Service, environ: WSGIEnvironment, acting: Acting, path: str, body: bytes) -> Reply:
    if not path.startswith("/services/data/"):
        raise not_found()
    base, inside = routes.split(path, service.newest)
    service.requests.count(routes.kind(inside))
    headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    method = (
        headers.get("x-http-method-override") or _arguments(environ).get("_HttpMethod") or environ["REQUEST_METHOD"]
    )
    call = Call(service, acting, method.upper(), inside, base, _arguments(environ), headers, body)
    return routes.answer(call)


def _response(service: Service, environ: WSGIEnvironment, path: str, reply: Reply) -> Response:
    headers = dict(reply.headers)
    if path.startswith("/services/data"):
        headers["Sforce-Limit-Info"] = f"api-usage={service.requests.used}/{service.requests.limit}"
    if reply.body is None:
        return Response(b"", reply.status, headers)
    data = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(data) > _WORTH_ZIPPING and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers["Content-Encoding"] = "gzip"
        data = gzip.compress(data, compresslevel=1, mtime=0)  # the machine's own time is nobody's
    return Response(data, reply.status, headers, content_type=_JSON)
