"""From WSGI to the org's resources and back."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from werkzeug.wrappers import Response

from syncline.sandbox.salesforce import login_policy, oauth, soap
from syncline.sandbox.salesforce.acting import Acting
from syncline.sandbox.salesforce.bulk import batches, questions, uploads
from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.duplicates import Wishes
from syncline.sandbox.salesforce.errors import RefusedError, bad_json, not_found
from syncline.sandbox.salesforce.rest import composite, routes
from syncline.sandbox.salesforce.rest.call import Call, Document, Reply
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
routes.add("composite/graph", "/composite/graph", post=composite.graph)
routes.add("jobs/ingest", "/jobs/ingest", get=uploads.every, post=uploads.make)
routes.add("jobs/ingest", "/jobs/ingest/{}", get=uploads.one, patch=uploads.change, delete=uploads.drop)
routes.add("jobs/ingest", "/jobs/ingest/{}/batches", put=uploads.put)
routes.add("jobs/ingest", "/jobs/ingest/{}/successfulResults", get=uploads.successful)
routes.add("jobs/ingest", "/jobs/ingest/{}/failedResults", get=uploads.failed)
routes.add("jobs/ingest", "/jobs/ingest/{}/unprocessed[rR]ecords", get=uploads.unprocessed)
routes.add("jobs/query", "/jobs/query", get=questions.every, post=questions.make)
routes.add("jobs/query", "/jobs/query/{}", get=questions.one, patch=questions.change, delete=questions.drop)
routes.add("jobs/query", "/jobs/query/{}/results", get=questions.results)


def answer(service: Service, environ: WSGIEnvironment) -> Response:
    """Answer one HTTP request. The caller holds the org's lock."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    service.origin = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST') or environ['SERVER_NAME']}"
    service.caller = environ.get("REMOTE_ADDR", service.caller)
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > LONGEST_URI:
        return Response("URI Too Long", 414, content_type="text/html")
    try:
        body = _body(environ)
    except RefusedError as error:
        return _response(service, environ, path, Reply(error.status, error.as_body()))
    soap_path = _SOAP.fullmatch(path)
    if soap_path:
        status, xml = soap.answer(service, body, soap_path[1])
        service.state.tables.commit()
        return Response(xml, status, content_type="text/xml;charset=UTF-8")
    open_to_all = _OPEN.get(path.rstrip("/"))
    try:
        reply = open_to_all(service, environ, body) if open_to_all else _closed(service, environ, path, body)
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
    if environ.get("HTTP_CONTENT_ENCODING", "").lower() != "gzip":
        return body
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        raise bad_json("The HTTP entity body is not in gzip format") from None


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


def _closed(service: Service, environ: WSGIEnvironment, path: str, body: bytes) -> Reply:
    in_batches = batches.PATH.fullmatch(path)
    return (
        _in_batches(service, environ, in_batches, body) if in_batches else _with_session(service, environ, path, body)
    )


def _with_session(service: Service, environ: WSGIEnvironment, path: str, body: bytes) -> Reply:
    acting = _signed_in(service, environ)
    if path.rstrip("/") == "/services/oauth2/userinfo":
        return Reply(200, oauth.userinfo(service, acting.user_id))
    if path.startswith("/id/"):
        return Reply(200, oauth.identity(service, acting.user_id))
    _check_api(service, acting)
    return _data(service, environ, acting, path, body)


def _signed_in(service: Service, environ: WSGIEnvironment) -> Acting:
    user_id = service.sessions.user(_session(environ))
    acting = Acting(service.state, user_id, Wishes.read(environ.get("HTTP_SFORCE_DUPLICATE_RULE_HEADER")))
    usable = service.state.tables["User"].rows[user_id]["IsActive"] and login_policy.in_hours(service, acting.may)
    if service.locked or not usable:
        raise RefusedError("INVALID_SESSION_ID", "Session expired or invalid", status=401)
    return acting


def _check_api(service: Service, acting: Acting) -> None:
    if not service.api_enabled or not acting.may.api_enabled:
        message = "The REST API is not enabled for this Organization."
        raise RefusedError("API_DISABLED_FOR_ORG", message, status=403)


def _session(environ: WSGIEnvironment) -> str:
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    given: str = token.strip() if scheme.lower() in {"bearer", "oauth"} else environ.get("HTTP_X_SFDC_SESSION", "")
    return given


def _in_batches(service: Service, environ: WSGIEnvironment, found: re.Match[str], body: bytes) -> Reply:
    """Answer the older Bulk API, which has its own header for the session, and its own errors."""
    base, _, inside = found.groups()
    headers = _headers(environ)
    try:
        acting = _signed_in(service, environ)
        _check_api(service, acting)
    except RefusedError as error:
        code = "InvalidSessionId" if error.code == "INVALID_SESSION_ID" else "FeatureNotEnabled"
        return batches.refusal(headers, JobError(code, error.message))
    service.requests.count("async/job")
    return batches.answer(Call(service, acting, environ["REQUEST_METHOD"], inside or "", base, {}, headers, body))


def _headers(environ: WSGIEnvironment) -> dict[str, str]:
    named = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    return {**named, "content-type": environ.get("CONTENT_TYPE") or ""}


def _data(service: Service, environ: WSGIEnvironment, acting: Acting, path: str, body: bytes) -> Reply:
    if not path.startswith("/services/data/"):
        raise not_found()
    base, inside = routes.split(path, service.newest)
    service.requests.count(routes.kind(inside))
    headers = _headers(environ)
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
    if isinstance(reply.body, Document):
        return Response(reply.body.text, reply.status, headers, content_type=reply.body.media)
    data = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(data) > _WORTH_ZIPPING and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers["Content-Encoding"] = "gzip"
        data = gzip.compress(data, compresslevel=1, mtime=0)  # the machine's own time is nobody's
    return Response(data, reply.status, headers, content_type=_JSON)
